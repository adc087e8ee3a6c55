package dev.lanyard.tenant.access;

import org.jspecify.annotations.Nullable;

/**
 * The one who does something, and the address it came from.
 *
 * @param id the API key's; null: the operator, or Lanyard itself
 * @param address the client's address, behind a trusted proxy the one that the proxy names; null:
 *     none
 */
public record Actor(Type type, @Nullable String id, @Nullable String address) {

    /** Kinds of actors, as the audit log names them. */
    public enum Type {
        API_KEY("api_key"),
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
