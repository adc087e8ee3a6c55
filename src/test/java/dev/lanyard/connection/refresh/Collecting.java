package dev.lanyard.connection.refresh;

import java.util.Collection;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Keeps the log's lines. */
final class Collecting extends Handler {
    private final Collection<LogRecord> lines;

    Collecting(Collection<LogRecord> lines) {
        this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
