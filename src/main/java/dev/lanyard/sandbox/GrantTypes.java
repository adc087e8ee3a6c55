package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;

/** The grants of RFC 6749 that the sandbox knows, by {@code grant_type}. */
@Singleton
class GrantTypes {
    private final CodeGrant codes;
    private final RefreshGrant refreshes;
    private final IssuedGrants grants;
    private final TokenIssuer issuer;
    private final Pool pool;

    GrantTypes(
            CodeGrant codes,
            RefreshGrant refreshes,
            IssuedGrants grants,
            TokenIssuer issuer,
            Pool pool) {
        this.codes = codes;
        this.refreshes = refreshes;
        this.grants = grants;
        this.issuer = issuer;
        this.pool = pool;
    }

    /** One transaction, ended before the response is sent; a refusal commits what it recorded. */
    Uni<SandboxResponse> redeem(TokenCall call) {
        return switch (call.request().grantType()) {
            case "authorization_code" -> codes.redeem(call);
            case "refresh_token" -> refreshes.redeem(call);
            case "client_credentials" -> pool.withTransaction(c -> clientCredentials(c, call));
            default -> Uni.createFrom().item(TokenError.unsupportedGrant().response());
        };
    }

    /** Acts as an app user; there is no refresh token (docs/providers.md, "Grants"). */
    private Uni<SandboxResponse> clientCredentials(SqlConnection c, TokenCall call) {
        if (call.habits().isPublic()) {
            return Uni.createFrom().item(TokenError.publicConsumer().response());
        }
        List<String> scopes = call.fired().granted(call.consumer().permissions());
        SandboxUser appUser = SandboxUser.named(call.consumer().name());
        return grants.create(c, call.consumer().clientId(), appUser, scopes)
                .chain(grant -> issuer.accessTokenOnly(c, call, grant));
    }
}
