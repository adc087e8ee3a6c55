package dev.lanyard;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Work of a scheduler that the database may keep from being done: an outage is told by one line
 * when it begins and one when it is over, however often the work was tried meanwhile.
 */
public final class Recurring {
    private final Logger log;
    private final String name;
    private final AtomicBoolean waiting = new AtomicBoolean();

    /**
     * @param log where it is told
     * @param name of the work, as a sentence begins: "Due work"
     */
    public Recurring(Logger log, String name) {
        this.log = log;
        this.name = name;
    }

    /**
     * Does it once. A failure is told, and ends there: the next tick tries again.
     *
     * @param tick the work of one tick
     */
    public Uni<Void> run(Uni<Void> tick) {
        return tick.invoke(this::done)
                .onFailure()
                .invoke(this::failed)
                .onFailure()
                .recoverWithNull();
    }

    private void done() {
        if (waiting.compareAndSet(true, false)) {
            log.infof("%s goes on", name);
        }
    }

    private void failed(Throwable failure) {
        if (waiting.compareAndSet(false, true)) {
            log.warnf("%s waits for the database: %s", name, failure);
        }
    }
}
