package dev.lanyard.sandbox;

import dev.lanyard.sandbox.SeenTokens.SeenOutcome;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Rotating refresh tokens (docs/providers.md, "Refresh tokens rotate"). The grant's row is locked
 * before its token is looked at, so two presentations of one token are settled one after the other,
 * whichever replicas they reach.
 */
@Singleton
class RefreshGrant {
    private final Pool pool;
    private final IssuedGrants grants;
    private final TokenIssuer issuer;
    private final SeenTokens seenTokens;
    private final Consumers consumers;

    RefreshGrant(
            Pool pool,
            IssuedGrants grants,
            TokenIssuer issuer,
            SeenTokens seenTokens,
            Consumers consumers) {
        this.pool = pool;
        this.grants = grants;
        this.issuer = issuer;
        this.seenTokens = seenTokens;
        this.consumers = consumers;
    }

    /** The place of a refresh token in its life. */
    private enum TokenState {
        FRESH,
        IN_GRACE,
        USED_UP,
        IDLE
    }

    /** A refresh token as it was found under the lock. */
    private record Presented(
            SqlConnection c, TokenCall call, IssuedGrant grant, TokenState state) {}

    Uni<SandboxResponse> redeem(TokenCall call) {
        return pool.withTransaction(c -> redeem(c, call));
    }

    private Uni<SandboxResponse> redeem(SqlConnection c, TokenCall call) {
        return lockGrant(c, call).chain(grant -> redeem(c, call, grant));
    }

    private static Uni<Optional<Row>> lockGrant(SqlConnection c, TokenCall call) {
        return c.preparedQuery(
                        """
                        SELECT id, account, permissions, dead_error FROM sandbox_grant
                        WHERE client_id = $2 AND id = (SELECT grant_id FROM sandbox_refresh_token WHERE hash = $1)
                        FOR UPDATE
                        """)
                .execute(Tuple.of(hash(call), call.consumer().clientId()))
                .map(rows -> rows.stream().findFirst());
    }

    private Uni<SandboxResponse> redeem(SqlConnection c, TokenCall call, Optional<Row> grant) {
        if (grant.isEmpty()) {
            return refuse(c, call, call.habits().deadTokenError());
        }
        String deadError = grant.get().getString("dead_error");
        return deadError != null
                ? refuse(c, call, deadError)
                : state(c, call)
                        .map(state -> new Presented(c, call, grant(grant.get()), state))
                        .chain(this::settle);
    }

    private static IssuedGrant grant(Row row) {
        return new IssuedGrant(
                row.getString("id"),
                SandboxUser.named(row.getString("account")),
                List.of(row.getArrayOfStrings("permissions")));
    }

    /** On the wall clock: {@code now()} is from before the wait for the lock. */
    private static Uni<TokenState> state(SqlConnection c, TokenCall call) {
        return c.preparedQuery(
                        """
                        SELECT CASE WHEN used_at + make_interval(secs => $2) > clock_timestamp() THEN 'IN_GRACE'
                                    WHEN used_at IS NOT NULL THEN 'USED_UP'
                                    WHEN issued_at + make_interval(days => $3) < clock_timestamp() THEN 'IDLE'
                                    ELSE 'FRESH' END AS state
                        FROM sandbox_refresh_token WHERE hash = $1
                        """)
                .execute(
                        Tuple.of(
                                hash(call),
                                (double) call.habits().graceSeconds(),
                                call.habits().idleDays()))
                .map(rows -> TokenState.valueOf(rows.iterator().next().getString("state")));
    }

    private Uni<SandboxResponse> settle(Presented token) {
        return switch (token.state()) {
            case FRESH -> accept(token, SeenOutcome.ACCEPTED);
            case IN_GRACE -> accept(token, SeenOutcome.ACCEPTED_AGAIN);
            default -> punish(token).chain(() -> refuse(token));
        };
    }

    private Uni<SandboxResponse> accept(Presented token, SeenOutcome outcome) {
        return seenTokens
                .record(token.c(), token.call(), outcome, "tokens")
                .chain(() -> keepBack(token))
                .chain(grant -> issue(token, grant));
    }

    private static Uni<IssuedGrant> keepBack(Presented token) {
        IssuedGrant grant = token.grant();
        List<String> scopes = token.call().fired().granted(grant.scopes());
        return scopes.equals(grant.scopes())
                ? Uni.createFrom().item(grant)
                : token.c()
                        .preparedQuery("UPDATE sandbox_grant SET permissions = $2 WHERE id = $1")
                        .execute(Tuple.of(grant.id(), Consumers.array(scopes)))
                        .replaceWith(grant.withScopes(scopes));
    }

    /** A response without refresh token means that the presented one goes on: it is not used up. */
    private Uni<SandboxResponse> issue(Presented token, IssuedGrant grant) {
        return token.call().fired().has(FaultKind.NO_REFRESH_TOKEN)
                ? issuer.accessTokenOnly(token.c(), token.call(), grant)
                : markUsed(token).chain(() -> issuer.pair(token.c(), token.call(), grant));
    }

    private static Uni<Void> markUsed(Presented token) {
        return token.c()
                .preparedQuery(
                        "UPDATE sandbox_refresh_token SET used_at = clock_timestamp() WHERE hash ="
                                + " $1 AND used_at IS NULL")
                .execute(Tuple.of(hash(token.call())))
                .replaceWithVoid();
    }

    private Uni<Void> punish(Presented token) {
        ProviderBehaviour behaviour = token.call().habits();
        if (token.state() != TokenState.USED_UP || !behaviour.strict()) {
            return Uni.createFrom().voidItem();
        }
        return lockOut(token, behaviour).chain(() -> kill(token, behaviour));
    }

    private Uni<Void> lockOut(Presented token, ProviderBehaviour behaviour) {
        String clientId = token.call().consumer().clientId();
        return behaviour.lockOutSeconds() > 0
                ? consumers.lockOut(token.c(), clientId, behaviour.lockOutSeconds())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> kill(Presented token, ProviderBehaviour behaviour) {
        return behaviour.replayKillsGrant()
                ? grants.kill(token.c(), token.grant().id(), behaviour.deadTokenError())
                : Uni.createFrom().voidItem();
    }

    private Uni<SandboxResponse> refuse(Presented token) {
        return refuse(token.c(), token.call(), token.call().habits().deadTokenError());
    }

    private Uni<SandboxResponse> refuse(SqlConnection c, TokenCall call, String error) {
        TokenError refusal = TokenError.deadToken(error, call.habits());
        return seenTokens
                .record(c, call, SeenOutcome.REFUSED, error)
                .replaceWith(refusal::response);
    }

    private static Buffer hash(TokenCall call) {
        return TokenHash.of(call.request().value("refresh_token").orElse(""));
    }
}
