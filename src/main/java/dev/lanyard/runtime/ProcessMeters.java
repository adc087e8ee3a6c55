package dev.lanyard.runtime;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Meters of the process, beyond those of the rooms. */
@Singleton
class ProcessMeters {

    /**
     * The SQL client registers these two gauges anew for each connection, so they would show the
     * first one's, and warn of the others. The pool's own queue is {@code sql_queue_size}.
     */
    @Produces
    @Singleton
    MeterFilter withoutTheGaugesOfOneConnection() {
        return MeterFilter.deny(
                id ->
                        id.getName().equals("postgresql.queue.size")
                                || id.getName().equals("postgresql.current"));
    }
}
