package dev.lanyard.token;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.Logger;

/** What is logged between its beginning and its end, parameters and exceptions included. */
final class LogRecorder extends Handler {
    private final List<String> entries = new CopyOnWriteArrayList<>();

    void begin() {
        setLevel(Level.ALL);
        Logger.getLogger("").addHandler(this);
    }

    String end() {
        Logger.getLogger("").removeHandler(this);
        return entries.toString();
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(
                entry.getLoggerName()
                        + " "
                        + entry.getMessage()
                        + Arrays.toString(entry.getParameters())
                        + causes(entry.getThrown()));
    }

    private static String causes(Throwable thrown) {
        return thrown == null ? "" : thrown + causes(thrown.getCause());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
