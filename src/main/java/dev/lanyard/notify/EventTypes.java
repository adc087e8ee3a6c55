package dev.lanyard.notify;

import java.util.List;

/** The types of events that tenants are told about (docs/webhooks.md). */
final class EventTypes {
    static final List<String> ALL =
            List.of(
                    "connect_session.failed",
                    "connection.created",
                    "connection.deleted",
                    "connection.expiring",
                    "connection.reconnect_required",
                    "connection.reconnected",
                    "connection.recovered",
                    "connector_profile.credentials_rejected");

    /** What to say of another. */
    static final String EXPECTED = "must be one of " + String.join(", ", ALL);

    private EventTypes() {}

    /** Whether events of this type are ever sent. */
    static boolean isSent(String type) {
        return ALL.contains(type);
    }
}
