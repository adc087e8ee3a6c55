package dev.lanyard.connection;

import static java.util.stream.Collectors.joining;

import dev.lanyard.problem.FieldErrors;
import dev.lanyard.problem.ProblemException;
import io.quarkus.panache.common.Parameters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The connections that a list shows; null: all. */
record ConnectionFilter(
        @Nullable String endUserId,
        @Nullable String provider,
        @Nullable String status,
        @Nullable String profileId,
        @Nullable String accountId) {
    /** All that a connection can show. */
    static final List<String> STATUSES =
            List.of(
                    "active",
                    "degraded",
                    "reconnect_required",
                    "disabled",
                    "awaiting_confirmation");

    private static final String DEGRADED = "degraded";

    /** What is so of every connection of that status. */
    private static final Map<String, String> INDEXED =
            Map.of(
                    DEGRADED,
                    " and health = 'degraded'",
                    "reconnect_required",
                    " and health = 'reconnect_required'",
                    "disabled",
                    " and disabled = true",
                    "awaiting_confirmation",
                    " and awaitingConfirmation = true");

    /** Refuses a status that no connection ever has, and what no database can be asked for. */
    ConnectionFilter {
        FieldErrors errors = new FieldErrors();
        errors.optional("end_user_id", endUserId, 255);
        errors.optional("provider", provider, 100);
        errors.optional("connector_profile_id", profileId, 100);
        errors.optional("account_id", accountId, 255);
        errors.end();
        if (status != null && !STATUSES.contains(status)) {
            throw ProblemException.invalid(
                    "status", "must be one of " + String.join(", ", STATUSES));
        }
    }

    /** Whether it depends on the tenant's profiles what is shown. */
    boolean isOfDegraded() {
        return DEGRADED.equals(status);
    }

    /** Whether nothing else narrows it. */
    boolean isOfDegradedAlone() {
        return isOfDegraded() && wanted().size() == 1;
    }

    /**
     * HQL over {@link ConnectionShown}; what does not matter is not asked. A status is found by an
     * index on what it is made of: those that need somebody are few among a million.
     *
     * @param rejected whether a profile's secret is rejected, which degrades its connections,
     *     whatever their own health
     */
    String condition(boolean rejected) {
        return wanted().isEmpty()
                ? "1 = 1"
                : wanted().keySet().stream()
                                .map(attribute -> attribute + " = :" + attribute)
                                .collect(joining(" and "))
                        + (isOfDegraded() && rejected ? "" : indexed());
    }

    private String indexed() {
        return status == null ? "" : INDEXED.getOrDefault(status, "");
    }

    /** Of the condition's parameters. */
    Parameters values() {
        Parameters values = new Parameters();
        wanted().forEach(values::and);
        return values;
    }

    private Map<String, String> wanted() {
        Map<String, String> wanted = new TreeMap<>();
        put(wanted, "endUserId", endUserId);
        put(wanted, "provider", provider);
        put(wanted, "status", status);
        put(wanted, "connectorProfileId", profileId);
        put(wanted, "accountId", accountId);
        return wanted;
    }

    private static void put(Map<String, String> wanted, String attribute, @Nullable String value) {
        if (value != null) {
            wanted.put(attribute, value);
        }
    }
}
