package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.Aliases;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.refresh.Attempt;
import dev.lanyard.connection.refresh.Refreshes;
import dev.lanyard.connection.refresh.Seen;
import dev.lanyard.connection.refresh.Wish;
import dev.lanyard.problem.Problem;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

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
    private final Refreshes refreshes;
    private final Signals signals;
    private final Uses uses;
    private final Aliases aliases;

    FreshTokens(
            Pool pool,
            Vault vault,
            Refreshes refreshes,
            Signals signals,
            Uses uses,
            Aliases aliases) {
        this.pool = pool;
        this.vault = vault;
        this.refreshes = refreshes;
        this.signals = signals;
        this.uses = uses;
        this.aliases = aliases;
    }

    /**
     * An access token good for that long, or the best there is.
     *
     * @return fails with {@link Problem}: {@code not_found}, {@code connection_disabled}, {@code
     *     awaiting_confirmation}, and for an expired token {@code reconnect_required}, {@code
     *     credentials_rejected}, {@code provider_unavailable}
     */
    Uni<AccessToken> read(ConnectionRef connection, Duration minTtl) {
        return look(connection)
                .chain(row -> row.isDue(minTtl) ? refreshed(row, minTtl) : serve(row));
    }

    /** Refreshes now, and waits for what comes of it. */
    public Uni<ConnectionRef> refreshNow(ConnectionRef connection) {
        return look(connection)
                .invoke(Refusals::refuseUnconfirmed)
                .chain(row -> await(Wait.begin(row, Duration.ZERO, true)))
                .map(TokenRow::connection);
    }

    private Uni<TokenRow> look(ConnectionRef connection) {
        return select(connection)
                .chain(
                        rows ->
                                rows.size() == 0
                                        ? lookByAlias(connection)
                                        : Uni.createFrom().item(row(connection, rows)));
    }

    private Uni<TokenRow> lookByAlias(ConnectionRef connection) {
        return aliases.elder(connection)
                .chain(elder -> select(elder).map(rows -> row(elder, rows)));
    }

    private Uni<RowSet<Row>> select(ConnectionRef connection) {
        return pool.preparedQuery(TokenRow.SELECT)
                .execute(Tuple.of(connection.tenantId(), connection.id()));
    }

    private static TokenRow row(ConnectionRef connection, RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.notFound();
        }
        return TokenRow.of(connection, rows.iterator().next().getDelegate());
    }

    private Uni<AccessToken> serve(TokenRow row) {
        Refusals.refuseClosed(row);
        uses.note(row.connection());
        return vault.dataKey(row.connection().tenantId()).map(row::open);
    }

    private Uni<AccessToken> refreshed(TokenRow row, Duration minTtl) {
        Refusals.refuseClosed(row);
        return await(Wait.begin(row, minTtl, false)).chain(this::serve);
    }

    /**
     * Somebody who waits.
     *
     * @param first the row as it was when the waiting began
     * @param version the one last seen
     * @param forced only a new version will do
     */
    private record Wait(TokenRow first, long version, Duration minTtl, long since, boolean forced) {
        static Wait begin(TokenRow row, Duration minTtl, boolean forced) {
            return new Wait(row, row.version(), minTtl, System.nanoTime(), forced);
        }

        /** The row moved on, and is due again. */
        Wait seeing(TokenRow row) {
            return new Wait(first, row.version(), minTtl, since, forced);
        }

        Duration left() {
            Duration patience = first.isGood() && !forced ? WITH_GOOD_TOKEN : WITHOUT;
            return patience.minusNanos(System.nanoTime() - since);
        }

        Seen seen() {
            return new Seen(first.connection(), version);
        }

        boolean isOver(TokenRow row) {
            return (row.version() > first.version() && row.isGood())
                    || (!forced && !row.isDue(minTtl));
        }
    }

    private Uni<TokenRow> await(Wait wait) {
        if (wait.first().dead()) {
            return end(wait, wait.first(), Refusals.dead(wait.first()));
        }
        return refreshes
                .refresh(wait.seen(), Wish.ofCaller(wait.left()))
                .ifNoItem()
                .after(atLeast(wait.left()))
                .recoverWithItem(new Attempt.Elsewhere())
                .onFailure(failure -> wait.first().isGood() && !wait.forced())
                .recoverWithItem(new Attempt.Blocked(WITHOUT))
                .chain(attempt -> lookAgain(wait, attempt));
    }

    private Uni<TokenRow> lookAgain(Wait wait, Attempt attempt) {
        return look(wait.first().connection()).chain(row -> next(wait, row, attempt));
    }

    private Uni<TokenRow> next(Wait wait, TokenRow row, Attempt attempt) {
        if (wait.isOver(row)) {
            return Uni.createFrom().item(row);
        }
        if (row.dead() || attempt instanceof Attempt.Over) {
            return end(wait, row, Refusals.dead(row));
        }
        if (attempt instanceof Attempt.Rejected) {
            return end(wait, row, Refusals.rejected(row.connection()));
        }
        if (attempt instanceof Attempt.Unreadable) {
            return end(wait, row, Refusals.unreadable());
        }
        if (attempt instanceof Attempt.Blocked blocked
                && blocked.delay().compareTo(wait.left()) > 0) {
            return end(wait, row, Refusals.failing(row, blocked.delay()));
        }
        if (wait.left().isNegative()) {
            return end(wait, row, Refusals.failing(row, Duration.ofSeconds(5)));
        }
        return signals.next(row.connection().id(), untilNextLook(attempt))
                .chain(() -> await(wait.seeing(row)));
    }

    /** What is blocked need not be looked at all the time. */
    private static Duration untilNextLook(Attempt attempt) {
        return attempt instanceof Attempt.Blocked blocked
                ? Signals.lookWithin(blocked.delay())
                : Signals.LOOK;
    }

    /** A token that has not expired is served whatever the refresh did. */
    private static Uni<TokenRow> end(Wait wait, TokenRow row, Problem problem) {
        return row.isGood() && !wait.forced()
                ? Uni.createFrom().item(row)
                : Uni.createFrom().failure(problem);
    }

    private static Duration atLeast(Duration left) {
        Duration least = Duration.ofMillis(1);
        return left.compareTo(least) < 0 ? least : left;
    }
}
