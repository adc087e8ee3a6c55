package dev.lanyard.connection.refresh;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import dev.lanyard.token.TokenResponse;
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

    static RefreshState look(Connected connection) {
        String tenantId = connection.row().getString("tenant_id");
        ConnectionRef ref = new ConnectionRef(tenantId, connection.id());
        return await(bean(Leases.class).load(ref)).orElseThrow();
    }

    /** Asks for the lease as for a caller who waits. */
    public static Optional<Lease> lease(Connected connection) {
        return lease(connection, true);
    }

    static Optional<Lease> lease(Connected connection, boolean asked) {
        return take(look(connection), asked);
    }

    static Optional<Lease> take(RefreshState row, boolean asked) {
        return await(
                bean(Leases.class)
                        .acquire(
                                row,
                                client(row).provider(),
                                asked
                                        ? RefreshDemand.ofCaller(Duration.ofSeconds(1))
                                        : RefreshDemand.BACKGROUND));
    }

    public static RefreshRequest presentation(Connected connection) {
        RefreshState row = look(connection);
        DataKey key = await(bean(Vault.class).dataKey(row.connection().tenantId()));
        return new RefreshRequest(row, client(row), key, row.open(key), true);
    }

    private static ProfileClient client(RefreshState row) {
        return await(bean(ProfileClients.class).of(row.connection().tenantId(), row.profileId()));
    }

    public static boolean store(RefreshRequest request, String accessToken) {
        SealedTokens sealed = sealed(request, tokens(accessToken, "made-up-" + accessToken));
        return await(bean(TokenSets.class).store(request, sealed, place(request))).isPresent();
    }

    /** None that is held. */
    static Slot place(RefreshRequest request) {
        return new Slot(request.client(), 0, "none", 0);
    }

    /** Stores what was asked for so long ago. */
    static boolean store(RefreshRequest request, Duration age) {
        SealedTokens sealed = sealed(request, tokens("at", "made-up-" + age, age));
        return await(bean(TokenSets.class).store(request, sealed, place(request))).isPresent();
    }

    /** What is recorded when the provider says that it does not know the client. */
    static void refusedAsClient(RefreshRequest request, Lease lease) {
        await(
                bean(RefreshResults.class)
                        .failed(
                                request,
                                lease,
                                new TokenResponse.Refused(401, "unauthorized_client", "")));
    }

    static boolean record(Lease lease, RefreshDecision.Retry verdict) {
        return record(lease, RefreshFailure.retry(verdict, false));
    }

    /** Calls the grant dead, if it may. */
    static boolean recordDead(Lease lease) {
        return record(
                lease,
                RefreshFailure.dead(new RefreshDecision.Dead("refused", "grant_revoked", "test")));
    }

    private static boolean record(Lease lease, RefreshFailure failure) {
        return await(bean(RefreshFailures.class).record(lease, failure));
    }

    static RefreshDecision.Retry notSent() {
        return new RefreshDecision.Retry(
                "not_sent", "refresh_failing", "test", false, Duration.ZERO);
    }

    static RefreshDecision.Retry noAnswer() {
        return new RefreshDecision.Retry(
                "no_answer", "refresh_failing", "test", true, Duration.ZERO);
    }

    private static SealedTokens sealed(RefreshRequest request, TokenSet tokens) {
        String id = request.connection().id();
        return SealedTokens.seal(request.key(), id, tokens, request.provider());
    }

    static TokenSet tokens(String accessToken, String refreshToken) {
        return tokens(accessToken, refreshToken, Duration.ZERO);
    }

    private static TokenSet tokens(String accessToken, String refreshToken, Duration age) {
        return new TokenSet(
                accessToken,
                "bearer",
                Optional.of(refreshToken),
                Optional.of(Duration.ofHours(2)),
                age,
                Optional.empty());
    }

    static <T> T bean(Class<T> type) {
        return CDI.current().select(type).get();
    }

    static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
