package dev.lanyard.connection.refresh;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.provider.profile.Client;
import dev.lanyard.provider.profile.Clients;
import dev.lanyard.token.TokenSet;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.Optional;

/** The engine's steps, one by one, as of a replica that may stop between any two of them. */
public final class Presenter {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Presenter() {}

    static Snapshot look(Connected connection) {
        String tenantId = connection.row().getString("tenant_id");
        ConnectionRef ref = new ConnectionRef(tenantId, connection.id());
        return await(bean(Leases.class).look(ref)).orElseThrow();
    }

    /** Asks for the lease as for a caller who waits. */
    public static Optional<Lease> lease(Connected connection) {
        return lease(connection, true);
    }

    static Optional<Lease> lease(Connected connection, boolean asked) {
        return take(look(connection), asked);
    }

    static Optional<Lease> take(Snapshot row, boolean asked) {
        return await(bean(Leases.class).take(row, client(row).provider(), asked));
    }

    public static Presentation presentation(Connected connection) {
        Snapshot row = look(connection);
        DataKey key = await(bean(Vault.class).dataKey(row.connection().tenantId()));
        return new Presentation(row, client(row), key, row.open(key), true);
    }

    private static Client client(Snapshot row) {
        return await(bean(Clients.class).of(row.connection().tenantId(), row.profileId()));
    }

    public static boolean store(Presentation presentation, String accessToken) {
        return await(
                bean(Answers.class)
                        .store(
                                presentation,
                                sealed(
                                        presentation,
                                        tokens(accessToken, "made-up-" + accessToken))));
    }

    static boolean record(Lease lease, Verdict.Retry verdict) {
        return record(lease, Failure.retry(verdict, false));
    }

    /** Calls the grant dead, if it may. */
    static boolean recordDead(Lease lease) {
        return record(lease, Failure.dead(new Verdict.Dead("refused", "grant_revoked", "test")));
    }

    private static boolean record(Lease lease, Failure failure) {
        return await(bean(Failures.class).record(lease, failure));
    }

    static Verdict.Retry notSent() {
        return new Verdict.Retry("not_sent", "refresh_failing", "test", false, Duration.ZERO);
    }

    static Verdict.Retry noAnswer() {
        return new Verdict.Retry("no_answer", "refresh_failing", "test", true, Duration.ZERO);
    }

    private static SealedTokens sealed(Presentation presentation, TokenSet tokens) {
        String id = presentation.connection().id();
        return SealedTokens.seal(presentation.key(), id, tokens, presentation.provider());
    }

    static TokenSet tokens(String accessToken, String refreshToken) {
        return new TokenSet(
                accessToken,
                "bearer",
                Optional.of(refreshToken),
                Optional.of(Duration.ofHours(2)),
                Duration.ZERO,
                Optional.empty());
    }

    static <T> T bean(Class<T> type) {
        return CDI.current().select(type).get();
    }

    static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
