package dev.lanyard.sandbox;

import dev.lanyard.id.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Open consent pages, and the codes that come of them. */
@Singleton
class OpenConsents {
    private final Pool pool;

    OpenConsents(Pool pool) {
        this.pool = pool;
    }

    /**
     * An authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3) that was found good.
     *
     * @param redirectUri present if it was sent
     */
    record Consent(
            String clientId,
            Optional<String> redirectUri,
            Optional<String> state,
            Optional<String> codeChallenge) {}

    /** Remembers the request; the id is good for one decision, within half an hour. */
    Uni<String> open(Consent consent) {
        String id = Ids.random();
        return pool.preparedQuery(
                        """
                        WITH old AS (DELETE FROM sandbox_consent WHERE client_id = $2 AND created_at < now() - interval '1 day')
                        INSERT INTO sandbox_consent (hash, client_id, redirect_uri, state, code_challenge)
                        VALUES (
                            $1, $2, -- $1 id, hashed; $2 client_id
                            $3, $4, -- $3 redirect_uri, $4 state
                            $5) -- $5 code_challenge
                        """)
                .execute(
                        Tuple.tuple()
                                .addValue(TokenHash.of(id))
                                .addString(consent.clientId())
                                .addString(consent.redirectUri().orElse(null))
                                .addString(consent.state().orElse(null))
                                .addString(consent.codeChallenge().orElse(null)))
                .replaceWith(id);
    }

    /** The request behind this id, once. */
    Uni<Optional<Consent>> redeem(String id) {
        return pool.preparedQuery(
                        """
                        DELETE FROM sandbox_consent WHERE hash = $1 AND created_at > now() - interval '30 minutes'
                        RETURNING client_id, redirect_uri, state, code_challenge
                        """)
                .execute(Tuple.of(TokenHash.of(id)))
                .map(rows -> rows.stream().findFirst().map(OpenConsents::consent));
    }

    /** A code for what was granted: single use, good for 10 minutes. */
    Uni<String> issueCode(Consent consent, SandboxUser account, List<String> scopes) {
        String code = Ids.random();
        return pool.preparedQuery(
                        """
                        WITH old AS (DELETE FROM sandbox_code WHERE client_id = $2 AND created_at < now() - interval '1 day')
                        INSERT INTO sandbox_code (hash, client_id, account, permissions, redirect_uri, code_challenge)
                        VALUES (
                            $1, $2, -- $1 code, hashed; $2 client_id
                            $3, $4, -- $3 account, $4 permissions
                            $5, $6) -- $5 redirect_uri, $6 code_challenge
                        """)
                .execute(
                        Tuple.tuple()
                                .addValue(TokenHash.of(code))
                                .addString(consent.clientId())
                                .addString(account.displayName())
                                .addArrayOfString(Consumers.array(scopes))
                                .addString(consent.redirectUri().orElse(null))
                                .addString(consent.codeChallenge().orElse(null)))
                .replaceWith(code);
    }

    private static Consent consent(Row row) {
        return new Consent(
                row.getString("client_id"),
                Optional.ofNullable(row.getString("redirect_uri")),
                Optional.ofNullable(row.getString("state")),
                Optional.ofNullable(row.getString("code_challenge")));
    }
}
