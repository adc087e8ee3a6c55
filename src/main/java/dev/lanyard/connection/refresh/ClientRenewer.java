package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.connection.pace.TokenRequestQueues;
import dev.lanyard.connection.pace.TokenRequestQueues.Admitted;
import dev.lanyard.connection.pace.TokenRequestQueues.Denied;
import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import dev.lanyard.token.TokenResponse;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Renews a connection of the client's own by asking for its token anew: at the profile's pace and
 * under the lease, as a refresh is, so that one replica asks at a time.
 */
@ApplicationScoped
class ClientRenewer {
    private static final Logger LOG = Logger.getLogger(ClientRenewer.class);

    private final ProfileClients clients;
    private final Vault vault;
    private final TokenRequestQueues queues;
    private final ClientLeases leases;
    private final ClientTokens tokens;
    private final ClientFailures failures;
    private final RefreshMeters meters;

    ClientRenewer(
            ProfileClients clients,
            Vault vault,
            TokenRequestQueues queues,
            ClientLeases leases,
            ClientTokens tokens,
            ClientFailures failures,
            RefreshMeters meters) {
        this.clients = clients;
        this.vault = vault;
        this.queues = queues;
        this.leases = leases;
        this.tokens = tokens;
        this.failures = failures;
        this.meters = meters;
    }

    /** One renewal, with what it began with. */
    private record Renewal(
            RefreshState row, ProfileClient client, DataKey key, RefreshDemand wish) {}

    /** Tries once. */
    Uni<RefreshOutcome> renew(RefreshState row, RefreshDemand wish) {
        String tenantId = row.connection().tenantId();
        return clients.open(row.profile())
                .chain(
                        client ->
                                vault.dataKey(tenantId)
                                        .map(key -> new Renewal(row, client, key, wish)))
                .chain(this::withPlace);
    }

    private Uni<RefreshOutcome> withPlace(Renewal renewal) {
        RefreshDemand wish = renewal.wish();
        return queues.acquire(renewal.client(), wish.urgency(), wish.patience())
                .chain(
                        admission ->
                                admission instanceof Admitted entered
                                        ? withLease(renewal, entered.place())
                                        : Uni.createFrom()
                                                .item(
                                                        new RefreshOutcome.Blocked(
                                                                ((Denied) admission).delay())));
    }

    private Uni<RefreshOutcome> withLease(Renewal renewal, Slot slot) {
        return leases.take(renewal.row(), renewal.wish().isCaller())
                .onFailure()
                .call(() -> queues.giveBack(slot))
                .chain(
                        lease ->
                                lease.isPresent()
                                        ? ask(renewal, lease.get(), slot)
                                        : queues.giveBack(slot)
                                                .replaceWith(new RefreshOutcome.NotNow()));
    }

    private Uni<RefreshOutcome> ask(Renewal renewal, Lease lease, Slot slot) {
        long began = System.nanoTime();
        return tokens.ask(renewal.client())
                .invoke(
                        response ->
                                meters.responded(
                                        lease, renewal.client().provider(), response, began))
                .call(() -> queues.release(slot))
                .chain(response -> answered(renewal, lease, response));
    }

    private Uni<RefreshOutcome> answered(Renewal renewal, Lease lease, TokenResponse response) {
        if (response instanceof TokenResponse.Issued issued) {
            SealedTokens sealed =
                    SealedTokens.seal(
                            renewal.key(),
                            lease.connection().id(),
                            issued.tokens(),
                            renewal.client().provider());
            return leases.store(renewal.row(), sealed).replaceWith(new RefreshOutcome.Refreshed());
        }
        LOG.debugf("Renewal of %s: %s", lease.connection().id(), response);
        return failures.record(renewal.client(), lease, response);
    }
}
