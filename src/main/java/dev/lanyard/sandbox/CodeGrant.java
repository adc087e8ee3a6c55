package dev.lanyard.sandbox;

import dev.lanyard.id.TenantToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The authorization code grant (RFC 6749 §4.1.3, RFC 7636 §4.6). */
@Singleton
class CodeGrant {
    private final Pool pool;
    private final IssuedGrants grants;
    private final TokenIssuer issuer;
    private final SeenTokens seenTokens;

    CodeGrant(Pool pool, IssuedGrants grants, TokenIssuer issuer, SeenTokens seenTokens) {
        this.pool = pool;
        this.grants = grants;
        this.issuer = issuer;
        this.seenTokens = seenTokens;
    }

    Uni<SandboxResponse> redeem(TokenCall call) {
        return pool.withTransaction(c -> redeem(c, call));
    }

    private Uni<SandboxResponse> redeem(SqlConnection c, TokenCall call) {
        if (call.consumer().callbackUrl().isEmpty()) {
            return refuse(c, call, TokenError.noCallback());
        }
        return use(c, call)
                .map(code -> answeredBy(call.request(), code))
                .chain(code -> code.isPresent() ? accept(c, call, code.get()) : refuse(c, call));
    }

    /** Uses the code up, also for a request that turns out not to fit it. */
    private static Uni<Optional<Row>> use(SqlConnection c, TokenCall call) {
        return c.preparedQuery(
                        """
                        UPDATE sandbox_code SET used_at = clock_timestamp()
                        WHERE hash = $1 AND client_id = $2 AND used_at IS NULL AND created_at > now() - interval '10 minutes'
                        RETURNING account, permissions, redirect_uri, code_challenge
                        """)
                .execute(
                        Tuple.of(
                                TokenHash.of(call.request().value("code").orElse("")),
                                call.consumer().clientId()))
                .map(rows -> rows.stream().findFirst())
                .map(code -> call.fired().has(FaultKind.USED_CODE) ? Optional.empty() : code);
    }

    private Uni<SandboxResponse> accept(SqlConnection c, TokenCall call, Row code) {
        List<String> scopes = call.fired().granted(List.of(code.getArrayOfStrings("permissions")));
        SandboxUser account = SandboxUser.named(code.getString("account"));
        return seenTokens
                .record(c, call, SeenTokens.SeenOutcome.ACCEPTED, "tokens")
                .chain(() -> grants.create(c, call.consumer().clientId(), account, scopes))
                .chain(grant -> issuer.pair(c, call, grant));
    }

    private Uni<SandboxResponse> refuse(SqlConnection c, TokenCall call) {
        return refuse(c, call, TokenError.invalidCode());
    }

    private Uni<SandboxResponse> refuse(SqlConnection c, TokenCall call, TokenError error) {
        return seenTokens
                .record(c, call, SeenTokens.SeenOutcome.REFUSED, error.error())
                .replaceWith(error::response);
    }

    private static Optional<Row> answeredBy(TokenRequest request, Optional<Row> code) {
        return code.filter(row -> sameRedirectUri(row, request) && verified(row, request));
    }

    private static boolean sameRedirectUri(Row code, TokenRequest request) {
        String sent = code.getString("redirect_uri");
        return sent == null || request.value("redirect_uri").filter(sent::equals).isPresent();
    }

    private static boolean verified(Row code, TokenRequest request) {
        String challenge = code.getString("code_challenge");
        return challenge == null
                || request.value("code_verifier")
                        .map(CodeGrant::s256)
                        .filter(challenge::equals)
                        .isPresent();
    }

    private static String s256(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(TenantToken.sha256(verifier));
    }
}
