package dev.lanyard.bench;

/**
 * What one load of one target showed.
 *
 * @param target whose figures these are
 * @param connections requests under way at once, at most
 * @param used processor time meanwhile
 * @param transactions of the database meanwhile, whoever's
 */
record Measurement(
        String target, int connections, LoadResult result, ProcessorTime used, long transactions) {
    private static final double TICK_MICROS = 10_000;

    double rate() {
        return result.rate();
    }

    /** Microseconds of the service's processor time for an operation. */
    double serviceMicros() {
        return used.service() * TICK_MICROS / Math.max(1, result.count());
    }

    /** The same of the database's. */
    double databaseMicros() {
        return used.database() * TICK_MICROS / Math.max(1, result.count());
    }

    double transactionsEach() {
        return (double) transactions / Math.max(1, result.count());
    }

    @Override
    public String toString() {
        return "%-12s %3d at once %9.0f/s  p50 %7.3f ms  p99 %8.3f ms  %5.1f + %5.1f us  %5.2f transactions  busy %3.0f %%, stolen %2.0f %%%s"
                .formatted(
                        target,
                        connections,
                        rate(),
                        result.millis(50),
                        result.millis(99),
                        serviceMicros(),
                        databaseMicros(),
                        transactionsEach(),
                        used.busyShare() * 100,
                        used.stolenShare() * 100,
                        result.failures() == 0 ? "" : "  FAILED " + result.failures());
    }
}
