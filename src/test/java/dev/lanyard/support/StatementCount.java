package dev.lanyard.support;

import dev.lanyard.database.FrequentQuery;
import dev.lanyard.id.Ids;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SQL statements of one request or job, whoever sent them. BEGIN, COMMIT and ROLLBACK are not
 * among them, nor what is asked by {@link FrequentQuery}.
 */
public final class StatementCount {
    private static final Map<String, List<SentStatement>> SENT = new ConcurrentHashMap<>();

    private StatementCount() {}

    /** One of them, and how long it took. */
    public static final class SentStatement {
        private final String sql;
        private final long sent = System.nanoTime();
        private volatile long nanos;

        private SentStatement(String sql) {
            this.sql = sql;
        }

        void answered() {
            nanos = System.nanoTime() - sent;
        }

        public String sql() {
            return sql;
        }

        /** Until its answer came; 0: none did. */
        public long millis() {
            return nanos / 1_000_000;
        }
    }

    /**
     * Sends a request; its statements in order.
     *
     * @param request with its credentials and body
     * @param send calls it: {@code request -> request.get("/v1/events")}
     */
    public static List<String> of(
            RequestSpecification request, Function<RequestSpecification, Response> send) {
        String id = Ids.next("count-");
        SENT.put(id, new CopyOnWriteArrayList<>());
        Response response = send.apply(request.header("X-Request-Id", id));
        if (response.statusCode() >= 400) {
            throw new AssertionError(response.asString());
        }
        return texts(SENT.remove(id));
    }

    private static List<String> texts(List<SentStatement> statements) {
        return statements.stream().map(SentStatement::sql).toList();
    }

    /**
     * Does some work in a Vert.x context of its own, as a job would; its statements in order.
     *
     * @param work as it would be called there
     */
    public static List<String> of(Supplier<Uni<?>> work) {
        return texts(timed(work));
    }

    /** The same, with their times. */
    public static List<SentStatement> timed(Supplier<Uni<?>> work) {
        String id = Ids.next("count-");
        SENT.put(id, new CopyOnWriteArrayList<>());
        OnVertx.await(() -> marked(id, work).replaceWithVoid());
        return SENT.remove(id);
    }

    private static Uni<?> marked(String id, Supplier<Uni<?>> work) {
        Vertx.currentContext().putLocal(StatementTracer.REQUEST, id);
        return work.get();
    }

    /** For the tracer: null is a job's, or a request's that does not count. */
    static @Nullable SentStatement sent(@Nullable String requestId, String sql) {
        List<SentStatement> statements = requestId == null ? null : SENT.get(requestId);
        if (statements == null) {
            return null;
        }
        SentStatement sent = new SentStatement(sql);
        statements.add(sent);
        return sent;
    }
}
