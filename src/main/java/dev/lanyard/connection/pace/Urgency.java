package dev.lanyard.connection.pace;

import dev.lanyard.connection.pace.TokenRequestQueues.Priority;
import java.util.function.Consumer;

/**
 * The urgency of one request, which rises while it waits: a caller joins what the background began,
 * and is not to wait behind other callers for that. Thread-safe.
 */
public final class Urgency {
    private Priority priority;
    private boolean asked;
    private Consumer<Priority> waiting = raised -> {};

    public Urgency(Priority priority) {
        this.priority = priority;
        this.asked = priority == Priority.CALLER;
    }

    /** Where it stands in the queue. */
    public synchronized Priority priority() {
        return priority;
    }

    /** Whether a caller waits for what comes of it. */
    public synchronized boolean isAsked() {
        return asked;
    }

    /** A caller waits for it, too, from now on. */
    public void join() {
        Consumer<Priority> told;
        synchronized (this) {
            asked = true;
            if (priority != Priority.BACKGROUND) {
                return;
            }
            priority = Priority.CALLER;
            told = waiting;
        }
        told.accept(Priority.CALLER);
    }

    /** Tells whoever waits in a queue of each rise, also of one since it took its stand there. */
    void whenRaised(Consumer<Priority> told) {
        Priority now;
        synchronized (this) {
            waiting = told;
            now = priority;
        }
        told.accept(now);
    }
}
