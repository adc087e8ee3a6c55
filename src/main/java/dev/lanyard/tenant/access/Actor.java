package dev.lanyard.tenant.access;

import org.jspecify.annotations.Nullable;

/**
 * The one who does something, and the address it came from.
 *
 * @param id the API key's or the workload identity's; null: the operator, or Lanyard itself
 * @param address the client's address, behind a trusted proxy the one that the proxy names; null:
 *     none
 * @param token which of a workload's tokens it presented: {@code jti …} or {@code kid …}; null for
 *     others
 */
public record Actor(
        Type type, @Nullable String id, @Nullable String address, @Nullable String token) {

    /** One without a workload's token. */
    public Actor(Type type, @Nullable String id, @Nullable String address) {
        this(type, id, address, null);
    }

    /** The same, whichever of its tokens it presented. */
    public Actor withoutToken() {
        return new Actor(type, id, address);
    }

    /** Kinds of actors, as the audit log names them. */
    public enum Type {
        API_KEY("api_key"),
        /** A workload, by an OIDC token of its platform's. */
        WORKLOAD_IDENTITY("workload_identity"),
        OPERATOR("operator"),
        /** An end user's browser, on its journey. */
        BROWSER("browser"),
        LANYARD("lanyard");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** As stored and shown. */
        public String text() {
            return text;
        }
    }
}
