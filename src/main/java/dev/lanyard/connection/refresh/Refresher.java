package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.TokenRequestQueues;
import dev.lanyard.connection.pace.TokenRequestQueues.Admitted;
import dev.lanyard.connection.pace.TokenRequestQueues.Denied;
import dev.lanyard.connection.pace.TokenRequestQueues.Priority;
import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.connection.pace.Urgency;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import dev.lanyard.token.TokenResponse;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.DecryptionFailedException;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One presentation of one refresh token, from looking at the row to writing down what came of it.
 * The order is the protocol: open, take a slot, take the lease with its mark, send once, store.
 */
@ApplicationScoped
class Refresher {
    private static final Logger LOG = Logger.getLogger(Refresher.class);

    private final Leases leases;
    private final ProfileClients clients;
    private final Vault vault;
    private final TokenRequestQueues queues;
    private final RefreshResults results;
    private final RefreshCall call;
    private final ClientRenewer renewer;

    Refresher(
            Leases leases,
            ProfileClients clients,
            Vault vault,
            TokenRequestQueues queues,
            RefreshResults results,
            RefreshCall call,
            ClientRenewer renewer) {
        this.leases = leases;
        this.clients = clients;
        this.vault = vault;
        this.queues = queues;
        this.results = results;
        this.call = call;
        this.renewer = renewer;
    }

    /**
     * Tries once; an unanswered or unsent presentation may be followed by another at once (rule
     * 14).
     */
    Uni<RefreshOutcome> refresh(TokenVersion version, RefreshDemand demand) {
        return leases.load(version.connection()).chain(found -> begin(found, version, demand));
    }

    private Uni<RefreshOutcome> begin(
            Optional<RefreshState> found, TokenVersion version, RefreshDemand demand) {
        if (found.isEmpty()
                || (found.get().dead() && !demand.revives())
                || !found.get().renewable()) {
            return Uni.createFrom().item(new RefreshOutcome.Ended());
        }
        RefreshState row = found.get();
        if (row.version() != version.version()) {
            return Uni.createFrom().item(new RefreshOutcome.Refreshed());
        }
        if (row.rejected() && !(row.mayProve() && demand.isCaller()) && !row.outstanding()) {
            return Uni.createFrom().item(new RefreshOutcome.Rejected());
        }
        if (!row.blockedFor().isZero()) {
            return Uni.createFrom().item(new RefreshOutcome.Blocked(row.blockedFor()));
        }
        return attempt(row, demand)
                .onFailure(DecryptionFailedException.class)
                .recoverWithItem(Refresher::unreadable);
    }

    private Uni<RefreshOutcome> attempt(RefreshState row, RefreshDemand demand) {
        return row.ofClient()
                ? renewer.renew(row, demand)
                : open(row, demand.isCaller()).chain(request -> withPlace(request, demand));
    }

    private Uni<RefreshRequest> open(RefreshState row, boolean asked) {
        String tenantId = row.connection().tenantId();
        return clients.open(row.profile())
                .chain(client -> vault.dataKey(tenantId).map(key -> open(row, client, key, asked)));
    }

    private static RefreshRequest open(
            RefreshState row, ProfileClient client, DataKey key, boolean asked) {
        return new RefreshRequest(row, client, key, row.open(key), asked);
    }

    private static RefreshOutcome unreadable(Throwable failure) {
        LOG.errorf(
                "A connection cannot be refreshed: %s. Check LANYARD_VAULT_KEYS.",
                failure.getMessage());
        return new RefreshOutcome.Unreadable();
    }

    private Uni<RefreshOutcome> withPlace(RefreshRequest request, RefreshDemand demand) {
        Urgency urgency = urgency(request.snapshot(), demand);
        return queues.acquire(request.client(), urgency, demand.patience())
                .chain(admission -> admitted(request, admission, demand));
    }

    /** Rule 14: an outstanding answer goes before all other work, whoever asks for it. */
    private static Urgency urgency(RefreshState row, RefreshDemand demand) {
        return row.outstanding() ? new Urgency(Priority.OUTSTANDING) : demand.urgency();
    }

    private Uni<RefreshOutcome> admitted(
            RefreshRequest request, TokenRequestQueues.Admission admission, RefreshDemand demand) {
        return admission instanceof Admitted entered
                ? withLease(request, entered.place(), demand)
                : Uni.createFrom().item(new RefreshOutcome.Blocked(((Denied) admission).delay()));
    }

    private Uni<RefreshOutcome> withLease(RefreshRequest request, Slot slot, RefreshDemand demand) {
        return leases.acquire(request.snapshot(), request.provider(), demand)
                .onFailure()
                .call(() -> queues.giveBack(slot))
                .chain(lease -> present(request, lease, slot))
                .chain(next -> follow(next, request.snapshot(), demand));
    }

    /** Empty: there is nothing to follow up, the row tells what happened. */
    private Uni<RefreshResults.FollowUp> present(
            RefreshRequest request, Optional<Lease> lease, Slot slot) {
        if (lease.isEmpty()) {
            return queues.giveBack(slot)
                    .chain(() -> denied(request))
                    .map(RefreshResults.FollowUp::of);
        }
        return call.present(request, lease.get())
                .onFailure()
                .call(() -> queues.release(slot))
                .chain(response -> record(request, lease.get(), response, slot));
    }

    /** What was not sent has cost nothing of the rate. */
    private Uni<Void> leave(Slot slot, TokenResponse response) {
        return response instanceof TokenResponse.NotSent
                ? queues.giveBack(slot)
                : queues.release(slot);
    }

    private Uni<RefreshOutcome> denied(RefreshRequest request) {
        RefreshState row = request.snapshot();
        return row.outstanding() && !row.dead()
                ? leases.putOff(row, request.provider()).map(wait -> denied(row, wait))
                : Uni.createFrom().item(denied(row, row.blockedFor()));
    }

    private static RefreshOutcome denied(RefreshState row, Duration wait) {
        if (row.dead()) {
            return new RefreshOutcome.Ended();
        }
        if (!wait.isZero()) {
            return new RefreshOutcome.Blocked(wait);
        }
        if (row.rejected()) {
            return new RefreshOutcome.Rejected();
        }
        return row.suspect() ? new RefreshOutcome.Suspected() : new RefreshOutcome.NotNow();
    }

    /** New tokens and the place are one statement; a place that is not left expires. */
    private Uni<RefreshResults.FollowUp> record(
            RefreshRequest request, Lease lease, TokenResponse response, Slot slot) {
        return response instanceof TokenResponse.Issued issued
                ? results.succeeded(request, issued.tokens(), slot)
                        .invoke(() -> queues.wasLeft(slot))
                : leave(slot, response).chain(() -> results.failed(request, lease, response));
    }

    private Uni<RefreshOutcome> follow(
            RefreshResults.FollowUp next, RefreshState row, RefreshDemand demand) {
        if (next.again().isEmpty()) {
            return Uni.createFrom().item(next.attempt());
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(next.again().get().plusMillis(1))
                .chain(
                        () ->
                                refresh(
                                        new TokenVersion(
                                                row.connection(), row.version() + next.raised()),
                                        demand));
    }
}
