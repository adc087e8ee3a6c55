package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionAliases;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.refresh.RefreshCoordinator;
import dev.lanyard.connection.refresh.RefreshOutcome;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Providers;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads access tokens: one SELECT while the token is good for long enough, else a refresh that the
 * reader waits for, within bounds (rules 22, 23). Whoever waits holds no connection of the pool.
 */
@ApplicationScoped
public class FreshTokens {
    private static final Duration WITH_GOOD_TOKEN = Duration.ofSeconds(3);
    private static final Duration WITHOUT = Duration.ofSeconds(25);

    private final Pool pool;
    private final Vault vault;
    private final RefreshCoordinator coordinator;
    private final TokenNotifications notifications;
    private final UsageTracker usage;
    private final ConnectionAliases aliases;
    private final Providers providers;
    private final TokenCache cache;

    FreshTokens(
            Pool pool,
            Vault vault,
            RefreshCoordinator coordinator,
            TokenNotifications notifications,
            UsageTracker usage,
            ConnectionAliases aliases,
            Providers providers,
            TokenCache cache) {
        this.pool = pool;
        this.vault = vault;
        this.coordinator = coordinator;
        this.notifications = notifications;
        this.usage = usage;
        this.aliases = aliases;
        this.providers = providers;
        this.cache = cache;
    }

    /**
     * An access token good for that long, or the best there is.
     *
     * @param seen the row, where the database gave it to this request already
     * @return fails with {@link ProblemException}: {@code not_found}, {@code connection_disabled},
     *     {@code awaiting_confirmation}, and for an expired token {@code reconnect_required},
     *     {@code credentials_rejected}, {@code provider_unavailable}
     */
    Uni<AccessToken> read(ConnectionRef connection, Duration minTtl, Optional<TokenRow> seen) {
        return seen.map(FreshTokens::item)
                .orElseGet(() -> load(connection))
                .chain(row -> row.isServable(minTtl) ? serve(row) : refreshed(row, minTtl));
    }

    /**
     * The same for a call of the provider's API, which is made with it here. Use is noted by {@link
     * TokenUses}.
     */
    public Uni<UsableToken> use(ConnectionRef connection, Duration minTtl) {
        return load(connection)
                .chain(row -> row.isServable(minTtl) ? item(row) : awaited(row, minTtl))
                .chain(this::openForUse);
    }

    /**
     * Another token than one that the provider's API refused: what is stored meanwhile, or else
     * what a refresh brings, which all share whose token was refused.
     *
     * @return fails as {@link #use} does, and with {@code reconnect_required} if the grant is dead
     */
    public Uni<UsableToken> replace(UsableToken refused) {
        return load(refused.connection())
                .invoke(TokenProblems::refuseClosed)
                .chain(
                        row ->
                                row.version() > refused.version() && row.isGood()
                                        ? item(row)
                                        : await(TokenWait.replacing(row, WITHOUT)))
                .invoke(TokenProblems::refuseClosed)
                .chain(this::openForUse);
    }

    /** Refreshes now, and waits for what comes of it. */
    public Uni<ConnectionRef> refreshNow(ConnectionRef connection) {
        return load(connection)
                .invoke(TokenProblems::refuseUnconfirmed)
                .invoke(TokenProblems::refuseProfile)
                .chain(row -> await(TokenWait.reviving(row, WITHOUT)))
                .map(TokenRow::connection);
    }

    private Uni<TokenRow> load(ConnectionRef connection) {
        return select(connection)
                .chain(
                        rows ->
                                rows.size() == 0
                                        ? loadByAlias(connection)
                                        : Uni.createFrom().item(row(connection, rows)));
    }

    private Uni<TokenRow> loadByAlias(ConnectionRef connection) {
        return aliases.elder(connection)
                .chain(elder -> select(elder).map(rows -> row(elder, rows)));
    }

    private Uni<RowSet<Row>> select(ConnectionRef connection) {
        return pool.preparedQuery(TokenRow.SELECT)
                .execute(Tuple.of(connection.tenantId(), connection.id()));
    }

    private TokenRow row(ConnectionRef connection, RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ProblemException.notFound();
        }
        return seen(TokenRow.of(connection, rows.iterator().next().getDelegate(), providers));
    }

    private TokenRow seen(TokenRow row) {
        cache.see(row);
        return row;
    }

    private Uni<AccessToken> serve(TokenRow row) {
        usage.record(row.connection());
        return vault.dataKey(row.connection().tenantId()).map(row::open);
    }

    private Uni<AccessToken> refreshed(TokenRow row, Duration minTtl) {
        return awaited(row, minTtl).chain(this::serve);
    }

    private Uni<TokenRow> awaited(TokenRow row, Duration minTtl) {
        TokenProblems.refuseClosed(row);
        return await(waiting(row, minTtl))
                .invoke(TokenProblems::refuseClosed); // it may have been switched off meanwhile
    }

    private Uni<UsableToken> openForUse(TokenRow row) {
        return vault.dataKey(row.connection().tenantId()).map(row::openForUse);
    }

    private static Uni<TokenRow> item(TokenRow row) {
        return Uni.createFrom().item(row);
    }

    private static TokenWait waiting(TokenRow row, Duration minTtl) {
        return TokenWait.begin(
                row, minTtl, row.outlasts(WITH_GOOD_TOKEN) ? WITH_GOOD_TOKEN : WITHOUT);
    }

    private Uni<TokenRow> await(TokenWait wait) {
        if (wait.first().dead() && !wait.forced()) {
            return end(wait, wait.first(), TokenProblems.dead(wait.first()));
        }
        return coordinator
                .refresh(wait.seen(), wait.demand())
                .ifNoItem()
                .after(atLeast(wait.left()))
                .recoverWithItem(new RefreshOutcome.NotNow())
                .onFailure(failure -> wait.first().isGood() && !wait.forced())
                .recoverWithItem(new RefreshOutcome.Blocked(WITHOUT))
                .chain(outcome -> reload(wait, outcome));
    }

    /** What a refresh has stored need not be read again. */
    private Uni<TokenRow> reload(TokenWait wait, RefreshOutcome outcome) {
        ConnectionRef connection = wait.first().connection();
        Uni<TokenRow> now =
                outcome instanceof RefreshOutcome.Refreshed refreshed
                                && refreshed.stored().isPresent()
                        ? item(seen(TokenRow.of(connection, refreshed.stored().get(), providers)))
                        : load(connection);
        return now.chain(row -> next(wait, row, outcome));
    }

    private Uni<TokenRow> next(TokenWait wait, TokenRow row, RefreshOutcome outcome) {
        if (wait.isOver(row)) {
            return Uni.createFrom().item(row);
        }
        if (row.dead() || outcome instanceof RefreshOutcome.Ended) {
            return end(wait, row, TokenProblems.dead(row));
        }
        if (outcome instanceof RefreshOutcome.Rejected) {
            return end(wait, row, TokenProblems.rejected(row.connection()));
        }
        if (outcome instanceof RefreshOutcome.Unreadable) {
            return end(wait, row, TokenProblems.unreadable());
        }
        if (outcome instanceof RefreshOutcome.Blocked blocked
                && blocked.delay().compareTo(wait.left()) > 0) {
            return end(wait, row, TokenProblems.failing(row, blocked.delay()));
        }
        if (wait.left().isNegative()) {
            return end(wait, row, TokenProblems.failing(row, Duration.ofSeconds(5)));
        }
        return notifications
                .next(row.connection().id(), untilNextLook(outcome))
                .chain(() -> await(wait.seeing(row)));
    }

    /** What is blocked need not be looked at all the time. */
    private static Duration untilNextLook(RefreshOutcome outcome) {
        return outcome instanceof RefreshOutcome.Blocked blocked
                ? TokenNotifications.pollAfter(blocked.delay())
                : TokenNotifications.LOOK;
    }

    /** A token that has not expired is served whatever the refresh did. */
    private static Uni<TokenRow> end(TokenWait wait, TokenRow row, ProblemException problem) {
        return row.isGood() && !wait.forced()
                ? Uni.createFrom().item(row)
                : Uni.createFrom().failure(problem);
    }

    private static Duration atLeast(Duration left) {
        Duration least = Duration.ofMillis(1);
        return left.compareTo(least) < 0 ? least : left;
    }
}
