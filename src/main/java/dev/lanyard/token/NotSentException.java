package dev.lanyard.token;

import java.io.IOException;

/** A call of which not one byte went out. */
final class NotSentException extends IOException {
    private static final long serialVersionUID = 1;

    NotSentException(String why) {
        super(why);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
