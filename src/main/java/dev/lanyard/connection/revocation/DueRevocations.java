package dev.lanyard.connection.revocation;

import dev.lanyard.connection.revocation.RevocationRows.DueRevocation;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
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

/** Tells providers what is to be revoked: the refresh token first, then the access token. */
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
            return rows.end(due, "failed");
        }
        return clients.of(due.tenantId(), due.profileId())
                .chain(client -> attempt(due, client))
                .onFailure(failure -> is(ProblemCode.NOT_FOUND, failure)) // the profile
                .recoverWithUni(() -> rows.end(due, "failed"))
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
                : vault.dataKey(due.tenantId()).chain(key -> attempt(due, client, key));
    }

    private Uni<Void> attempt(DueRevocation due, ProfileClient client, DataKey key) {
        return revoke(client, due.refreshToken(key))
                .call(taken -> taken ? rows.refreshTokenRevoked(due) : Uni.createFrom().voidItem())
                .chain(
                        taken ->
                                taken
                                        ? revoke(client, due.accessToken(key))
                                        : Uni.createFrom().item(false))
                .chain(taken -> taken ? rows.end(due, "revoked") : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> revoke(ProfileClient client, Optional<String> token) {
        return token.isEmpty()
                ? Uni.createFrom().item(true)
                : endpoint.revoke(
                        client.provider().revocationEndpoint().orElseThrow(),
                        client.credentials(),
                        token.get());
    }
}
