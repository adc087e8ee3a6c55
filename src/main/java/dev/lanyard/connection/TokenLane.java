package dev.lanyard.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.tenant.Caller;
import dev.lanyard.tenant.RememberedCallers;
import dev.lanyard.tenant.Scope;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token read as almost every one is: key and data key remembered, token good for long enough.
 * It costs the SELECT and little else. Everything else goes on to {@link TokenResource}, which owns
 * what is answered then; this lane only ever says 200.
 */
@ApplicationScoped
class TokenLane {
    /**
     * After {@code problem.AnswerHeaders}, before the filters of the HTTP layer, which have nothing
     * to say about a GET without body.
     */
    private static final int FIRST = 2000;

    private static final String PREFIX = "/v1/connections/";
    private static final String SUFFIX = "/token";

    private final Pool pool;
    private final RememberedCallers callers;
    private final Vault vault;
    private final Uses uses;
    private final TokenReads reads;
    private final ObjectMapper json;
    private final TokenReadMeters meters;

    TokenLane(
            Pool pool,
            RememberedCallers callers,
            Vault vault,
            Uses uses,
            TokenReads reads,
            ObjectMapper json,
            TokenReadMeters meters) {
        this.pool = pool;
        this.callers = callers;
        this.vault = vault;
        this.uses = uses;
        this.reads = reads;
        this.json = json;
        this.meters = meters;
    }

    /** A read that may be served here. */
    private record Read(
            ConnectionRef connection,
            Caller caller,
            HttpServerRequest request,
            Duration minTtl,
            DataKey key) {}

    void register(@Observes Filters filters) {
        filters.register(this::take, FIRST);
    }

    private void take(RoutingContext context) {
        Optional<Read> read = read(context.request());
        if (read.isEmpty()) {
            context.next();
            return;
        }
        ConnectionRef connection = read.get().connection();
        pool.preparedQuery(TokenRow.SELECT)
                .execute(Tuple.of(connection.tenantId(), connection.id()))
                .map(rows -> answer(read.get(), rows))
                .onSuccess(answer -> end(context, answer))
                .onFailure(failure -> context.next());
    }

    private Optional<Read> read(HttpServerRequest request) {
        String id = connectionId(request);
        Optional<Duration> minTtl = id == null ? Optional.empty() : TokenResource.minTtl(request);
        if (id == null || minTtl.isEmpty()) {
            return Optional.empty();
        }
        Optional<Caller> caller =
                callers.find(request.getHeader(HttpHeaders.AUTHORIZATION))
                        .filter(known -> known.scopes().contains(Scope.TOKENS));
        return caller.flatMap(known -> vault.remembered(known.tenantId()))
                .map(key -> read(caller.get(), id, request, minTtl.get(), key));
    }

    private static Read read(
            Caller caller, String id, HttpServerRequest request, Duration minTtl, DataKey key) {
        ConnectionRef connection = new ConnectionRef(caller.tenantId(), id);
        return new Read(connection, caller, request, minTtl, key);
    }

    private static @Nullable String connectionId(HttpServerRequest request) {
        String path = request.path();
        if (request.method() != HttpMethod.GET
                || path == null
                || !path.startsWith(PREFIX)
                || !path.endsWith(SUFFIX)) {
            return null;
        }
        int end = path.length() - SUFFIX.length();
        return end > PREFIX.length() ? path.substring(PREFIX.length(), end) : null;
    }

    /** The body; null: this one is for the resource. */
    private @Nullable Buffer answer(Read read, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return null;
        }
        TokenRow row = TokenRow.of(read.connection(), rows.iterator().next());
        if (row.disabled() || row.awaitingConfirmation() || row.isDue(read.minTtl())) {
            return null;
        }
        uses.note(read.connection());
        Buffer answer = write(row.open(read.key()));
        reads.note(read.connection(), read.caller(), read.request());
        return answer;
    }

    private Buffer write(AccessToken token) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(token));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an access token has texts and a time only", e);
        }
    }

    private void end(RoutingContext context, @Nullable Buffer answer) {
        if (answer == null) {
            context.next();
            return;
        }
        meters.served();
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8")
                .end(answer);
    }
}
