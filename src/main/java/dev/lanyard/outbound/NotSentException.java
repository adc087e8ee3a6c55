package dev.lanyard.outbound;

import java.io.IOException;

/** A call of which not one byte went out. */
public final class NotSentException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * A call that did not go out.
     *
     * @param why for the log and the tenant; no secret
     */
    public NotSentException(String why) {
        super(why);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
