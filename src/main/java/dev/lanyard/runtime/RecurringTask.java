package dev.lanyard.runtime;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A scheduled job whose failures are logged once per outage, not once per run. */
public final class RecurringTask {
    private final Logger log;
    private final String name;
    private final AtomicReference<@Nullable String> told = new AtomicReference<>();

    /**
     * @param log where it is told
     * @param name of the work, as a sentence begins: "Due work"
     */
    public RecurringTask(Logger log, String name) {
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
        if (told.getAndSet(null) != null) {
            log.infof("%s goes on", name);
        }
    }

    private void failed(Throwable failure) {
        String text = failure.toString();
        if (!text.equals(told.getAndSet(text))) {
            log.warnf("%s failed and is tried again: %s", name, text);
            log.debug(name, failure);
        }
    }
}
