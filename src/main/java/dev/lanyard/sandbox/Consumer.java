package dev.lanyard.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** An OAuth consumer of the sandbox: a client and its registration. */
record Consumer(
        String clientId,
        Buffer secretHash,
        String name,
        Optional<String> callbackUrl,
        List<String> permissions,
        ProviderBehaviour habits,
        boolean lockedOut) {

    static Consumer of(Row row) {
        return new Consumer(
                row.getString("client_id"),
                row.getDelegate().getBuffer("secret_hash"),
                row.getString("name"),
                Optional.ofNullable(row.getString("callback_url")),
                List.of(row.getArrayOfStrings("permissions")),
                ProviderBehaviour.of(row.getJsonObject("habits")),
                row.getBoolean("locked_out"));
    }

    boolean hasSecret(String secret) {
        return TokenHash.of(secret).equals(secretHash);
    }

    /** The address of its page; public for the templates. */
    public String page() {
        String segment = URLEncoder.encode(clientId, StandardCharsets.UTF_8).replace("+", "%20");
        return Sandbox.PATH + "/consumers/" + segment;
    }

    JsonObject json() {
        return new JsonObject()
                .put("client_id", clientId)
                .put("name", name)
                .put("callback_url", callbackUrl.orElse(null))
                .put("permissions", new JsonArray(permissions))
                .mergeIn(habits.json())
                .put("locked_out", lockedOut);
    }

    @Override
    public String toString() {
        return "Consumer[" + clientId + "]";
    }
}
