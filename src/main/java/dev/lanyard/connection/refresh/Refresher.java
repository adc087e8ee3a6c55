package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.Gate;
import dev.lanyard.connection.pace.Gate.Entered;
import dev.lanyard.connection.pace.Gate.Priority;
import dev.lanyard.connection.pace.Gate.TurnedAway;
import dev.lanyard.connection.pace.Places.Place;
import dev.lanyard.provider.profile.Client;
import dev.lanyard.provider.profile.Clients;
import dev.lanyard.token.TokenAnswer;
import dev.lanyard.vault.CannotOpen;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One presentation of one refresh token, from looking at the row to writing down what came of it.
 * The order is the protocol: open, take a place, take the lease with its mark, send once, store.
 */
@ApplicationScoped
class Refresher {
    private static final Logger LOG = Logger.getLogger(Refresher.class);

    private final Leases leases;
    private final Clients clients;
    private final Vault vault;
    private final Gate gate;
    private final Aftermath aftermath;
    private final RefreshCall call;

    Refresher(
            Leases leases,
            Clients clients,
            Vault vault,
            Gate gate,
            Aftermath aftermath,
            RefreshCall call) {
        this.leases = leases;
        this.clients = clients;
        this.vault = vault;
        this.gate = gate;
        this.aftermath = aftermath;
        this.call = call;
    }

    /**
     * Tries once; an unanswered or unsent presentation may be followed by another at once (rule
     * 14).
     */
    Uni<Attempt> refresh(Seen seen, Wish wish) {
        return leases.look(seen.connection()).chain(found -> begin(found, seen, wish));
    }

    private Uni<Attempt> begin(Optional<Snapshot> found, Seen seen, Wish wish) {
        if (found.isEmpty() || found.get().dead() || found.get().refreshToken() == null) {
            return Uni.createFrom().item(new Attempt.Over());
        }
        Snapshot row = found.get();
        if (row.version() != seen.version()) {
            return Uni.createFrom().item(new Attempt.Refreshed());
        }
        if (row.rejected()) {
            return Uni.createFrom().item(new Attempt.Rejected());
        }
        if (!row.blockedFor().isZero()) {
            return Uni.createFrom().item(new Attempt.Blocked(row.blockedFor()));
        }
        return open(row, wish.isCaller())
                .chain(presentation -> withPlace(presentation, wish))
                .onFailure(CannotOpen.class)
                .recoverWithItem(Refresher::unreadable);
    }

    private Uni<Presentation> open(Snapshot row, boolean asked) {
        String tenantId = row.connection().tenantId();
        return clients.of(tenantId, row.profileId())
                .chain(client -> vault.dataKey(tenantId).map(key -> open(row, client, key, asked)));
    }

    private static Presentation open(Snapshot row, Client client, DataKey key, boolean asked) {
        return new Presentation(row, client, key, row.open(key), asked);
    }

    private static Attempt unreadable(Throwable failure) {
        LOG.errorf(
                "A connection cannot be refreshed: %s. Check LANYARD_VAULT_KEYS.",
                failure.getMessage());
        return new Attempt.Unreadable();
    }

    private Uni<Attempt> withPlace(Presentation presentation, Wish wish) {
        Priority priority = urgency(presentation.snapshot(), wish);
        return gate.enter(presentation.client(), priority, wish.patience())
                .chain(admission -> admitted(presentation, admission, wish));
    }

    /** Rule 14: an outstanding answer goes before all other work, whoever asks for it. */
    private static Priority urgency(Snapshot row, Wish wish) {
        return row.outstanding() ? Priority.OUTSTANDING : wish.priority();
    }

    private Uni<Attempt> admitted(Presentation presentation, Gate.Admission admission, Wish wish) {
        return admission instanceof Entered entered
                ? withLease(presentation, entered.place(), wish)
                : Uni.createFrom().item(new Attempt.Blocked(((TurnedAway) admission).delay()));
    }

    private Uni<Attempt> withLease(Presentation presentation, Place place, Wish wish) {
        return leases.take(presentation.snapshot(), presentation.provider(), presentation.asked())
                .onFailure()
                .call(() -> gate.leave(place))
                .chain(lease -> present(presentation, lease, place))
                .chain(next -> follow(next, presentation.snapshot(), wish));
    }

    /** Empty: there is nothing to follow up, the row tells what happened. */
    private Uni<Aftermath.Next> present(
            Presentation presentation, Optional<Lease> lease, Place place) {
        if (lease.isEmpty()) {
            return gate.leave(place)
                    .replaceWith(Aftermath.Next.of(denied(presentation.snapshot())));
        }
        return call.present(presentation, lease.get())
                .call(() -> gate.leave(place))
                .chain(answer -> record(presentation, lease.get(), answer));
    }

    private static Attempt denied(Snapshot row) {
        if (!row.blockedFor().isZero()) {
            return new Attempt.Blocked(row.blockedFor());
        }
        return row.suspect() ? new Attempt.Suspected() : new Attempt.Elsewhere();
    }

    private Uni<Aftermath.Next> record(Presentation presentation, Lease lease, TokenAnswer answer) {
        return answer instanceof TokenAnswer.Issued issued
                ? aftermath.keep(presentation, issued.tokens())
                : aftermath.record(presentation, lease, answer);
    }

    private Uni<Attempt> follow(Aftermath.Next next, Snapshot row, Wish wish) {
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
                                        new Seen(row.connection(), row.version() + next.raised()),
                                        wish));
    }
}
