package dev.lanyard.authorize.session;

import dev.lanyard.id.TenantToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The state of a session on its way.
 *
 * @param connectionId the outcome
 * @param requestId the authorization request that counts
 * @param confirmationHash of what the browser got on the return URL
 */
public record SessionProgress(
        SessionStatus status,
        Optional<SessionError> error,
        Optional<String> connectionId,
        Optional<String> requestId,
        Optional<Buffer> confirmationHash,
        boolean cancelled,
        boolean confirmed) {

    /** Of a session that nobody has opened yet. */
    static final SessionProgress NONE =
            new SessionProgress(
                    SessionStatus.PENDING,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false);

    static SessionProgress of(Row row) {
        return new SessionProgress(
                SessionStatus.of(row.getString("status")),
                SessionError.of(row),
                Optional.ofNullable(row.getString("connection_id")),
                Optional.ofNullable(row.getString("request_id")),
                Optional.ofNullable(row.get(Buffer.class, "confirmation_hash")),
                row.getBoolean("cancelled"),
                row.getBoolean("confirmed"));
    }

    /** Whether this is what the browser that made the callback got; compared in constant time. */
    public boolean isConfirmedBy(String confirmation) {
        return confirmationHash
                .map(Buffer::getBytes)
                .filter(hash -> MessageDigest.isEqual(hash, TenantToken.sha256(confirmation)))
                .isPresent();
    }

    public SessionProgress ended(SessionError end) {
        SessionStatus ended =
                end.code() == SessionErrorCode.EXPIRED
                        ? SessionStatus.EXPIRED
                        : SessionStatus.FAILED;
        return new SessionProgress(
                ended,
                Optional.of(end),
                connectionId,
                requestId,
                confirmationHash,
                cancelled,
                confirmed);
    }
}
