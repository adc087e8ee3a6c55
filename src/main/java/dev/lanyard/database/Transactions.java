package dev.lanyard.database;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.persistence.OptimisticLockException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;
import org.hibernate.JDBCException;
import org.hibernate.StaleStateException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.impl.SqlClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * Opens Hibernate's sessions; there is no other way to one. A session belongs to one piece of work
 * of one request or job: it is bound to that one's Vert.x context, where the repositories find it,
 * and closed when the work is done. As long as it is open it holds a connection of the pool.
 *
 * <p>One piece of work asks one thing after the other: a session serves one at a time. A second
 * session in the same context is refused, as it could not be told from the first.
 */
public final class Transactions {
    private static final String OPEN = "lanyard.session";

    /** Hibernate Reactive keeps the SQL client's connection to itself. */
    private static final VarHandle CONNECTION = connectionField();

    private enum Kind {
        READING,
        WRITING
    }

    private Transactions() {}

    /**
     * Reads entities, each query by itself; what is changed in them is not stored.
     *
     * @param work asks repositories, and calls no provider
     * @return fails as the SQL client does
     */
    public static <T> Uni<T> read(Supplier<Uni<T>> work) {
        return new Session<>(Kind.READING, work).run();
    }

    /**
     * Reads and changes entities in one transaction. What was changed in them is stored when the
     * work is done, then all is committed; when it fails, all is undone.
     *
     * @param work asks repositories, and calls no provider
     * @return fails as the SQL client does; with {@code conflict} when an entity with a version was
     *     changed by others since it was read
     */
    public static <T> Uni<T> write(Supplier<Uni<T>> work) {
        return new Session<>(Kind.WRITING, work).run();
    }

    /**
     * The connection of the open transaction, for hand-written SQL. What was changed in entities so
     * far is stored before.
     *
     * @return fails with {@link IllegalStateException} outside of {@link #write}
     */
    public static Uni<SqlConnection> sql() {
        return Uni.createFrom()
                .deferred(Transactions::writingSession)
                .call(Mutiny.Session::flush)
                .map(Transactions::connection);
    }

    /** Whether a session is open in this Vert.x context, or about to be. */
    public static boolean isOpen() {
        return open() != null;
    }

    private static @Nullable Kind open() {
        Context context = Vertx.currentContext();
        return context != null && VertxContext.isDuplicatedContext(context)
                ? context.getLocal(OPEN)
                : null;
    }

    private static Uni<Mutiny.Session> writingSession() {
        if (open() != Kind.WRITING) {
            throw new IllegalStateException("No transaction is open: begin by Transactions.write");
        }
        return Panache.getSession();
    }

    private static SqlConnection connection(Mutiny.Session session) {
        Object beneath = ((MutinySessionImpl) session).getReactiveConnection();
        return SqlConnection.newInstance(
                (io.vertx.sqlclient.SqlConnection) CONNECTION.get(beneath));
    }

    private static VarHandle connectionField() {
        try {
            return MethodHandles.privateLookupIn(SqlClientConnection.class, MethodHandles.lookup())
                    .findVarHandle(
                            SqlClientConnection.class,
                            "connection",
                            io.vertx.sqlclient.SqlConnection.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This is made for another Hibernate Reactive", e);
        }
    }

    /** What was to be changed or deleted is not there any more, or of another version. */
    static boolean isLostRace(Throwable failure) {
        return failure instanceof StaleStateException || failure instanceof OptimisticLockException;
    }

    private static ProblemException changedMeanwhile() {
        return ProblemException.of(
                ProblemCode.CONFLICT,
                "It was changed by others meanwhile. Read it again and retry.");
    }

    /** What the server refused, as the SQL client says it: nobody else need know Hibernate's. */
    private static Throwable refusal(Throwable failure) {
        JDBCException wrapped = (JDBCException) failure;
        return new PgException(wrapped.getMessage(), null, wrapped.getSQLState(), null);
    }

    /** One session, from the borrowing of its connection to the return. */
    private record Session<T>(Kind kind, Supplier<Uni<T>> work) {

        Uni<T> run() {
            return Uni.createFrom()
                    .deferred(this::open)
                    .onFailure(JDBCException.class)
                    .transform(Transactions::refusal)
                    .onFailure(PlanCache::isStale)
                    .retry()
                    .atMost(1) // by statements prepared anew: what was done was undone
                    .onFailure(Transactions::isLostRace)
                    .transform(stale -> changedMeanwhile());
        }

        private Uni<T> open() {
            if (isOpen()) {
                throw new IllegalStateException(
                        "A session is open in this Vert.x context: ask within it, or after it");
            }
            Uni<T> done =
                    kind == Kind.WRITING
                            ? Panache.withTransaction(this::begin)
                            : Panache.withSession(this::begin);
            Context context = Vertx.currentContext();
            context.putLocal(OPEN, kind);
            return done.onTermination()
                    .invoke(() -> context.removeLocal(OPEN))
                    .memoize() // goes on when nobody waits any more: Panache would close nothing
                    .indefinitely();
        }

        private Uni<T> begin() {
            return Panache.getSession().invoke(this::prepare).chain(work::get);
        }

        private void prepare(Mutiny.Session session) {
            session.setDefaultReadOnly(kind == Kind.READING);
        }
    }
}
