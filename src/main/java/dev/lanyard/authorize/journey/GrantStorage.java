package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.GrantDecision;
import dev.lanyard.authorize.session.Invitation;
import dev.lanyard.authorize.session.ReconnectTargets;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.connection.grant.GrantStore;
import dev.lanyard.connection.grant.GrantStoreResult;
import dev.lanyard.connection.grant.NewGrant;
import dev.lanyard.provider.Account;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Stores a grant in a connection, or lets it wait, together with the session's change. */
@ApplicationScoped
public class GrantStorage {
    private static final SessionError MISMATCH =
            SessionErrorCode.ACCOUNT_MISMATCH.because(
                    "Another account was connected than the connection's own. The connection keeps"
                            + " its old tokens; sign in at the provider with the right account and"
                            + " try again.");
    static final SessionError DELETED =
            SessionErrorCode.CONNECTION_DELETED.because(
                    "The connection to bring back has been deleted. Create a session without"
                            + " connection_id.");
    public static final SessionError DISABLED =
            SessionErrorCode.PROFILE_DISABLED.because("The connector profile is disabled.");

    private final GrantStore grantStore;
    private final SessionChanges changes;
    private final WaitingGrants waiting;

    GrantStorage(GrantStore grantStore, SessionChanges changes, WaitingGrants waiting) {
        this.grantStore = grantStore;
        this.changes = changes;
        this.waiting = waiting;
    }

    /** The result of storing a grant. */
    sealed interface StorageResult {}

    /** The session says so, and the request has ended with it. */
    record Connected() implements StorageResult {}

    /** The session awaits its confirmation. */
    record Awaiting() implements StorageResult {}

    /** The session stays as it is until it is known whose tokens these are. */
    record Held() implements StorageResult {}

    /** It cannot be kept. */
    record NotStored(SessionError error) implements StorageResult {}

    /** Keeps the grant of a session that takes it. */
    Uni<StorageResult> store(RedemptionContext context, GrantDecision.Granted grant) {
        if (context.session().profileDisabled()) {
            return Uni.createFrom().item(new NotStored(DISABLED));
        }
        return context.session().invitation().reconnects().isPresent()
                ? reconnect(context, grant)
                : connect(context, grant);
    }

    private Uni<StorageResult> reconnect(RedemptionContext context, GrantDecision.Granted grant) {
        ConnectSession session = context.session();
        return ReconnectTargets.find(
                        context.transaction(),
                        session.tenantId(),
                        session.invitation().reconnects().orElseThrow())
                .chain(
                        target ->
                                target.isEmpty()
                                        ? Uni.createFrom().item(new NotStored(DELETED))
                                        : reconnect(context, grant, target.get()));
    }

    private Uni<StorageResult> reconnect(
            RedemptionContext context,
            GrantDecision.Granted grant,
            ReconnectTargets.Target target) {
        if (grant.account().isEmpty()) {
            return waitForAccount(context, grant);
        }
        if (!target.mayBe(grant.account().get().id())) {
            return Uni.createFrom().item(new NotStored(mismatch(grant.account().get(), target)));
        }
        return target.accountId().isPresent()
                ? reconnect(context, grant, target.id())
                : existing(context, grant.account())
                        .chain(known -> reconnect(context, grant, known.orElse(target.id())));
    }

    private static SessionError mismatch(Account came, ReconnectTargets.Target target) {
        return SessionErrorCode.ACCOUNT_MISMATCH.because(
                came.told()
                        + " was connected, but the connection is of another account: "
                        + target.account().orElse("unknown")
                        + ". The connection keeps its old tokens; sign in at the provider with the"
                        + " right account and try again.");
    }

    /**
     * To the connection itself; to the end user's connection for that account, should the account
     * of the one to bring back have been unknown until now.
     */
    private Uni<StorageResult> reconnect(
            RedemptionContext context, GrantDecision.Granted grant, String connectionId) {
        return context.session().invitation().requireConfirmation()
                ? waitForConfirmation(context, grant, connectionId)
                : store(context, grant, Optional.of(connectionId));
    }

    private Uni<StorageResult> connect(RedemptionContext context, GrantDecision.Granted grant) {
        return context.session().invitation().requireConfirmation()
                ? existing(context, grant.account())
                        .chain(
                                connection ->
                                        connection.isPresent()
                                                ? waitForConfirmation(
                                                        context, grant, connection.get())
                                                : store(context, grant, Optional.empty()))
                : store(context, grant, Optional.empty());
    }

    private Uni<Optional<String>> existing(RedemptionContext context, Optional<Account> account) {
        ConnectSession session = context.session();
        return account.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : grantStore.existing(
                        context.transaction(),
                        session.tenantId(),
                        session.invitation().profileId(),
                        session.invitation().endUser().id(),
                        account.get().id());
    }

    private Uni<StorageResult> waitForAccount(
            RedemptionContext context, GrantDecision.Granted grant) {
        return waiting.put(
                        context.transaction(),
                        context.session(),
                        context.request().id(),
                        seal(context, grant),
                        WaitingGrants.Reason.ACCOUNT)
                .replaceWith(new Held());
    }

    private Uni<StorageResult> waitForConfirmation(
            RedemptionContext context, GrantDecision.Granted grant, String connectionId) {
        return waiting.put(
                        context.transaction(),
                        context.session(),
                        context.request().id(),
                        seal(context, grant),
                        WaitingGrants.Reason.CONFIRMATION)
                .chain(() -> awaiting(context, connectionId));
    }

    private static Buffer seal(RedemptionContext context, GrantDecision.Granted grant) {
        return SealedGrant.seal(context.attempt().key(), context.session().id(), grant);
    }

    private Uni<StorageResult> awaiting(RedemptionContext context, String connectionId) {
        return changes.awaiting(
                        context.transaction(),
                        context.session(),
                        context.request().id(),
                        connectionId,
                        context.request().confirmationHash())
                .replaceWith(new Awaiting());
    }

    private Uni<StorageResult> store(
            RedemptionContext context, GrantDecision.Granted grant, Optional<String> reconnects) {
        ConnectSession session = context.session();
        boolean awaits = session.invitation().requireConfirmation();
        return grantStore
                .store(
                        context.transaction(),
                        context.attempt().key(),
                        newGrant(session, grant, reconnects, awaits),
                        context.requested().known())
                .chain(
                        stored ->
                                stored instanceof GrantStoreResult.Kept kept
                                        ? stored(context, grant, kept.connectionId())
                                        : Uni.createFrom().item(new NotStored(refusal(stored))));
    }

    private Uni<StorageResult> stored(
            RedemptionContext context, GrantDecision.Granted grant, String connectionId) {
        return context.session().invitation().requireConfirmation()
                ? waiting.claim(context.transaction(), context.session())
                        .chain(() -> awaiting(context, connectionId))
                : changes.connected(
                                context.transaction(),
                                context.requested(),
                                connectionId,
                                grant.account().map(Account::told))
                        .replaceWith(new Connected());
    }

    static NewGrant newGrant(
            ConnectSession session,
            GrantDecision.Granted grant,
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

    static SessionError refusal(GrantStoreResult stored) {
        return stored instanceof GrantStoreResult.AccountMismatch ? MISMATCH : DELETED;
    }
}
