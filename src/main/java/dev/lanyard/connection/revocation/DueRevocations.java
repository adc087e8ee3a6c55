package dev.lanyard.connection.revocation;

import dev.lanyard.connection.revocation.RevocationRows.DueRevocation;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import dev.lanyard.token.RevocationResponse;
import dev.lanyard.token.RevocationResponse.Postponed;
import dev.lanyard.token.RevocationResponse.Revoked;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells providers what is to be revoked: the refresh token first, then the access token, each until
 * it is taken, or declined for good.
 */
@ApplicationScoped
class DueRevocations {
    private static final Logger LOG = Logger.getLogger(DueRevocations.class);

    private final RecurringTask revoking = new RecurringTask(LOG, "Revoking of tokens");
    private final RevocationRows rows;
    private final ProfileClients clients;
    private final Vault vault;
    private final TokenEndpoint endpoint;

    DueRevocations(
            RevocationRows rows, ProfileClients clients, Vault vault, TokenEndpoint endpoint) {
        this.rows = rows;
        this.clients = clients;
        this.vault = vault;
        this.endpoint = endpoint;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> tick() {
        return revoking.run(rows.claim().chain(this::all));
    }

    private Uni<Void> all(List<DueRevocation> due) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(this::attempt)
                .merge(20)
                .toUni();
    }

    /** What is wrong with one keeps none of the others from its turn. */
    private Uni<Void> attempt(DueRevocation due) {
        if (due.over()) {
            return rows.end(due, due.revoked());
        }
        return clients.of(due.tenantId(), due.profileId())
                .chain(client -> attempt(due, client))
                .onFailure(failure -> is(ProblemCode.NOT_FOUND, failure)) // the profile
                .recoverWithUni(() -> rows.end(due, due.revoked()))
                .onFailure(failure -> is(ProblemCode.PROVIDER_UNAVAILABLE, failure))
                .recoverWithNull() // it has left the catalogue, which is told once
                .onFailure()
                .invoke(failure -> LOG.warnf("%s waits to be revoked: %s", due.id(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private static boolean is(ProblemCode code, Throwable failure) {
        return failure instanceof ProblemException problem && problem.code() == code;
    }

    /** Where revoking one token ends them all, it waits for the account's last connection. */
    private Uni<Void> attempt(DueRevocation due, ProfileClient client) {
        return due.shared() && client.provider().revocationEndsGrant()
                ? Uni.createFrom().voidItem()
                : vault.dataKey(due.tenantId())
                        .map(key -> new RevocationAttempt(due, client, key))
                        .chain(this::attemptRefreshToken);
    }

    /** One that is due, and what opens and authenticates it. */
    private record RevocationAttempt(DueRevocation due, ProfileClient client, DataKey key) {
        /** Whether it was revoked just now: what is not there was not. */
        boolean isRefreshTokenRevoked(RevocationResponse refresh) {
            return refresh instanceof Revoked && due.refreshToken() != null;
        }

        boolean isAccessTokenRevoked(RevocationResponse access) {
            return access instanceof Revoked && due.accessToken() != null;
        }
    }

    private Uni<Void> attemptRefreshToken(RevocationAttempt attempt) {
        return revoke(attempt, attempt.due().refreshToken(attempt.key()))
                .call(refresh -> noteRefreshToken(attempt, refresh))
                .chain(
                        refresh ->
                                refresh instanceof Postponed postponed
                                        ? putOff(attempt, postponed)
                                        : attemptAccessToken(attempt, refresh));
    }

    private Uni<Void> noteRefreshToken(RevocationAttempt attempt, RevocationResponse refresh) {
        return attempt.isRefreshTokenRevoked(refresh)
                ? rows.refreshTokenRevoked(attempt.due())
                : Uni.createFrom().voidItem();
    }

    /** Whatever became of the refresh token: a provider may take the one and not the other. */
    private Uni<Void> attemptAccessToken(RevocationAttempt attempt, RevocationResponse refresh) {
        return revoke(attempt, attempt.due().accessToken(attempt.key()))
                .chain(
                        access ->
                                access instanceof Postponed postponed
                                        ? putOff(attempt, postponed)
                                        : settle(attempt, refresh, access));
    }

    /**
     * Ends it when neither token has anything to wait for. A provider that takes tokens of one type
     * only has revoked the grant by that one, as far as it can.
     */
    private Uni<Void> settle(
            RevocationAttempt attempt, RevocationResponse refresh, RevocationResponse access) {
        if (refresh.isFinal() && access.isFinal()) {
            boolean revoked =
                    attempt.isRefreshTokenRevoked(refresh) || attempt.isAccessTokenRevoked(access);
            return rows.end(attempt.due(), attempt.due().revoked() || revoked);
        }
        return attempt.isAccessTokenRevoked(access)
                ? rows.accessTokenRevoked(attempt.due())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> putOff(RevocationAttempt attempt, Postponed postponed) {
        return postponed
                .retryAfter()
                .map(wait -> rows.putOff(attempt.due(), wait))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** A token that is not there, or no longer, needs no revoking. */
    private Uni<RevocationResponse> revoke(RevocationAttempt attempt, Optional<String> token) {
        ProfileClient client = attempt.client();
        return token.isEmpty()
                ? Uni.createFrom().item(new Revoked())
                : endpoint.revoke(
                        client.provider().revocationEndpoint().orElseThrow(),
                        client.credentials(),
                        token.get());
    }
}
