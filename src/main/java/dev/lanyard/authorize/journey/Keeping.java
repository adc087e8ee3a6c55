package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ErrorCode;
import dev.lanyard.authorize.session.Invitation;
import dev.lanyard.authorize.session.ReconnectTargets;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.Verdict;
import dev.lanyard.connection.grant.Grants;
import dev.lanyard.connection.grant.NewGrant;
import dev.lanyard.connection.grant.Stored;
import dev.lanyard.provider.Account;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Where a grant goes: into a connection, or into waiting, with the session's change. */
@ApplicationScoped
public class Keeping {
    private static final SessionError MISMATCH =
            ErrorCode.ACCOUNT_MISMATCH.because(
                    "Another account was connected than the connection's own. The connection keeps"
                            + " its old tokens; sign in at the provider with the right account and"
                            + " try again.");
    static final SessionError DELETED =
            ErrorCode.CONNECTION_DELETED.because(
                    "The connection to bring back has been deleted. Create a session without"
                            + " connection_id.");
    public static final SessionError DISABLED =
            ErrorCode.PROFILE_DISABLED.because("The connector profile is disabled.");

    private final Grants grants;
    private final SessionChanges changes;
    private final WaitingGrants waiting;

    Keeping(Grants grants, SessionChanges changes, WaitingGrants waiting) {
        this.grants = grants;
        this.changes = changes;
        this.waiting = waiting;
    }

    /** What came of it. */
    sealed interface Kept {}

    /** The session says so: connected, or awaiting its confirmation. */
    record Yes() implements Kept {}

    /** The session stays as it is until it is known whose tokens these are. */
    record Waits() implements Kept {}

    /** It cannot be kept. */
    record No(SessionError error) implements Kept {}

    /** Keeps the grant of a session that takes it. */
    Uni<Kept> keep(Settling settling, Verdict.Granted grant) {
        if (settling.session().profileDisabled()) {
            return Uni.createFrom().item(new No(DISABLED));
        }
        return settling.session().invitation().reconnects().isPresent()
                ? reconnect(settling, grant)
                : connect(settling, grant);
    }

    private Uni<Kept> reconnect(Settling settling, Verdict.Granted grant) {
        ConnectSession session = settling.session();
        return ReconnectTargets.find(
                        settling.transaction(),
                        session.tenantId(),
                        session.invitation().reconnects().orElseThrow())
                .chain(
                        target ->
                                target.isEmpty()
                                        ? Uni.createFrom().item(new No(DELETED))
                                        : reconnect(settling, grant, target.get()));
    }

    private Uni<Kept> reconnect(
            Settling settling, Verdict.Granted grant, ReconnectTargets.Target target) {
        if (grant.account().isEmpty()) {
            return waitForAccount(settling, grant);
        }
        if (!target.mayBe(grant.account().get().id())) {
            return Uni.createFrom().item(new No(MISMATCH));
        }
        return target.accountId().isPresent()
                ? reconnect(settling, grant, target.id())
                : existing(settling, grant.account())
                        .chain(known -> reconnect(settling, grant, known.orElse(target.id())));
    }

    /**
     * To the connection itself; to the end user's connection for that account, should the account
     * of the one to bring back have been unknown until now.
     */
    private Uni<Kept> reconnect(Settling settling, Verdict.Granted grant, String connectionId) {
        return settling.session().invitation().requireConfirmation()
                ? waitForConfirmation(settling, grant, connectionId)
                : store(settling, grant, Optional.of(connectionId));
    }

    private Uni<Kept> connect(Settling settling, Verdict.Granted grant) {
        return settling.session().invitation().requireConfirmation()
                ? existing(settling, grant.account())
                        .chain(
                                connection ->
                                        connection.isPresent()
                                                ? waitForConfirmation(
                                                        settling, grant, connection.get())
                                                : store(settling, grant, Optional.empty()))
                : store(settling, grant, Optional.empty());
    }

    private Uni<Optional<String>> existing(Settling settling, Optional<Account> account) {
        ConnectSession session = settling.session();
        return account.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : grants.existing(
                        settling.transaction(),
                        session.tenantId(),
                        session.invitation().profileId(),
                        session.invitation().endUser().id(),
                        account.get().id());
    }

    private Uni<Kept> waitForAccount(Settling settling, Verdict.Granted grant) {
        return waiting.put(
                        settling.transaction(),
                        settling.session(),
                        settling.request().id(),
                        seal(settling, grant),
                        WaitingGrants.Reason.ACCOUNT)
                .replaceWith(new Waits());
    }

    private Uni<Kept> waitForConfirmation(
            Settling settling, Verdict.Granted grant, String connectionId) {
        return waiting.put(
                        settling.transaction(),
                        settling.session(),
                        settling.request().id(),
                        seal(settling, grant),
                        WaitingGrants.Reason.CONFIRMATION)
                .chain(() -> awaiting(settling, connectionId));
    }

    private static Buffer seal(Settling settling, Verdict.Granted grant) {
        return SealedGrant.seal(settling.attempt().key(), settling.session().id(), grant);
    }

    private Uni<Kept> awaiting(Settling settling, String connectionId) {
        return changes.awaiting(
                        settling.transaction(),
                        settling.session(),
                        settling.request().id(),
                        connectionId,
                        settling.request().confirmationHash())
                .replaceWith(new Yes());
    }

    private Uni<Kept> store(Settling settling, Verdict.Granted grant, Optional<String> reconnects) {
        ConnectSession session = settling.session();
        boolean awaits = session.invitation().requireConfirmation();
        return grants.store(
                        settling.transaction(),
                        settling.attempt().key(),
                        newGrant(session, grant, reconnects, awaits))
                .chain(
                        stored ->
                                stored instanceof Stored.Kept kept
                                        ? stored(settling, kept.connectionId())
                                        : Uni.createFrom().item(new No(refusal(stored))));
    }

    private Uni<Kept> stored(Settling settling, String connectionId) {
        return waiting.take(settling.transaction(), settling.session())
                .chain(
                        () ->
                                settling.session().invitation().requireConfirmation()
                                        ? awaiting(settling, connectionId)
                                        : connected(settling, connectionId));
    }

    private Uni<Kept> connected(Settling settling, String connectionId) {
        return changes.connected(
                        settling.transaction(),
                        settling.session(),
                        Optional.of(settling.request().id()),
                        connectionId)
                .replaceWith(new Yes());
    }

    static NewGrant newGrant(
            ConnectSession session,
            Verdict.Granted grant,
            Optional<String> reconnects,
            boolean awaitingConfirmation) {
        Invitation invitation = session.invitation();
        return new NewGrant(
                session.tenantId(),
                invitation.profileId(),
                invitation.provider(),
                invitation.endUser(),
                grant.tokens(),
                grant.account(),
                grant.granted(),
                invitation.metadata(),
                reconnects,
                awaitingConfirmation);
    }

    static SessionError refusal(Stored stored) {
        return stored instanceof Stored.AccountMismatch ? MISMATCH : DELETED;
    }
}
