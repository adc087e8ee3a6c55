package dev.lanyard.connection.transfer;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Bounds how many imports and exports are under way at one replica, for a tenant and in all. */
@ApplicationScoped
class TransferSlots {
    private static final int OF_ONE_TENANT = 2;
    private static final int OF_ALL = 8;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Map<String, Integer> running = new HashMap<>();
    private int total;

    /**
     * Takes a place; {@link #leave} gives it back.
     *
     * @throws ProblemException {@code rate_limited}
     */
    synchronized void enter(String tenantId) {
        if (total >= OF_ALL || running.getOrDefault(tenantId, 0) >= OF_ONE_TENANT) {
            throw ProblemException.of(
                    ProblemCode.RATE_LIMITED,
                    "Too many imports or exports are under way: "
                            + OF_ONE_TENANT
                            + " of a tenant at once. Try again when one has ended.",
                    RETRY_AFTER);
        }
        total++;
        running.merge(tenantId, 1, Integer::sum);
    }

    synchronized void leave(String tenantId) {
        total--;
        running.merge(tenantId, -1, (before, less) -> before == 1 ? null : before + less);
    }
}
