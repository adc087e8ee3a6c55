package dev.lanyard.bench;

import org.HdrHistogram.Histogram;

/**
 * What a load brought. The histogram library comes with Micrometer.
 *
 * @param failures responses of another status than a success, and connections that were cut
 * @param latencies in nanoseconds; from when a request was to be sent, not from when it was
 */
record LoadResult(long count, long failures, double seconds, Histogram latencies) {
    private static final int DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    double rate() {
        return count / seconds;
    }

    double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
