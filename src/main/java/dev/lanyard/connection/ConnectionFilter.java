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

    /** HQL over {@link ConnectionShown}; what does not matter is not asked. */
    String condition() {
        return wanted().isEmpty()
                ? "1 = 1"
                : wanted().keySet().stream()
                        .map(attribute -> attribute + " = :" + attribute)
                        .collect(joining(" and "));
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
