package dev.lanyard.tenant;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who does something, and from where.
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

    /**
     * The client's address, as Quarkus has it: behind a trusted proxy, the one the proxy names.
     *
     * @return null: a socket of this machine
     */
    public static @Nullable String address(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null ? null : remote.hostAddress();
    }

    /** Whose key a request carries. */
    public static Actor of(Caller caller, HttpServerRequest request) {
        return new Actor(Type.API_KEY, caller.keyId(), address(request));
    }

    static Actor operator(HttpServerRequest request) {
        return new Actor(Type.OPERATOR, null, address(request));
    }
}
