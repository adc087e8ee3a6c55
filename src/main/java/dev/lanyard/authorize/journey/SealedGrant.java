package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.GrantDecision;
import dev.lanyard.provider.Account;
import dev.lanyard.token.TokenSet;
import dev.lanyard.vault.DataKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A grant as one sealed text: {@code waiting_grant.sealed}, owned by its session. */
final class SealedGrant {
    private static final String PURPOSE = "waiting_grant.sealed";

    private SealedGrant() {}

    static Buffer seal(DataKey key, String sessionId, GrantDecision.Granted grant) {
        TokenSet tokens = grant.tokens();
        JsonObject json =
                new JsonObject()
                        .put("access_token", tokens.accessToken())
                        .put("token_type", tokens.tokenType())
                        .put("refresh_token", tokens.refreshToken().orElse(null))
                        .put("lifetime", tokens.lifetime().map(Duration::toSeconds).orElse(null))
                        .put("age_millis", tokens.age().toMillis())
                        .put("endless", tokens.endless())
                        .put(
                                "grant_lifetime",
                                tokens.grantLifetime().map(Duration::toSeconds).orElse(null))
                        .put("scopes", array(tokens.scopes()))
                        .put("granted", array(grant.granted()))
                        .put("account", grant.account().map(SealedGrant::json).orElse(null));
        return Buffer.buffer(key.seal(PURPOSE, sessionId, json.encode()));
    }

    /** Opens it; the tokens are older by the seconds they waited. */
    static GrantDecision.Granted open(DataKey key, String sessionId, Buffer sealed, long waited) {
        JsonObject json = new JsonObject(key.open(PURPOSE, sessionId, sealed.getBytes()));
        TokenSet tokens =
                new TokenSet(
                        json.getString("access_token"),
                        json.getString("token_type"),
                        Optional.ofNullable(json.getString("refresh_token")),
                        Optional.ofNullable(json.getLong("lifetime")).map(Duration::ofSeconds),
                        Duration.ofMillis(json.getLong("age_millis")).plusSeconds(waited),
                        list(json.getJsonArray("scopes")),
                        json.getBoolean("endless", false),
                        Optional.ofNullable(json.getLong("grant_lifetime"))
                                .map(Duration::ofSeconds));
        return new GrantDecision.Granted(
                tokens,
                Optional.ofNullable(json.getJsonObject("account")).map(SealedGrant::account),
                list(json.getJsonArray("granted")));
    }

    private static @Nullable JsonArray array(Optional<List<String>> texts) {
        return texts.map(JsonArray::new).orElse(null);
    }

    private static Optional<List<String>> list(@Nullable JsonArray array) {
        return Optional.ofNullable(array)
                .map(texts -> texts.stream().map(String::valueOf).toList());
    }

    private static JsonObject json(Account account) {
        return new JsonObject()
                .put("id", account.id())
                .put("name", account.name())
                .put("username", account.username())
                .put("email", account.email())
                .put("avatar_url", account.avatarUrl())
                .put("profile_url", account.profileUrl());
    }

    private static Account account(JsonObject json) {
        return new Account(
                json.getString("id"),
                json.getString("name"),
                json.getString("username"),
                json.getString("email"),
                json.getString("avatar_url"),
                json.getString("profile_url"));
    }
}
