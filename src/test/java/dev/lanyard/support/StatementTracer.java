package dev.lanyard.support;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells {@link StatementCount} of the statements that the SQL client sends in a request's Vert.x
 * context: Hibernate's and hand-written ones alike, but for BEGIN, COMMIT and ROLLBACK.
 */
public class StatementTracer
        implements VertxServiceProvider, VertxTracer<Void, StatementCount.SentStatement> {
    /** A Vert.x context's mark: whose statements these are. */
    static final String REQUEST = "lanyard.test.request";

    @Override
    public void init(VertxBuilder builder) {
        builder.tracer(this);
    }

    @Override
    public <R> Void receiveRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            Iterable<Map.Entry<String, String>> headers,
            TagExtractor<R> tags) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase("X-Request-Id")) {
                context.putLocal(REQUEST, header.getValue());
            }
        }
        return null;
    }

    @Override
    public <R> StatementCount.@Nullable SentStatement sendRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            BiConsumer<String, String> headers,
            TagExtractor<R> tags) {
        String sql = tags.extract(request).get("db.statement");
        return sql != null && VertxContext.isDuplicatedContext(context)
                ? StatementCount.sent(context.getLocal(REQUEST), sql)
                : null;
    }

    @Override
    public <R> void receiveResponse(
            Context context,
            R response,
            StatementCount.@Nullable SentStatement sent,
            Throwable failure,
            TagExtractor<R> tags) {
        if (sent != null) {
            sent.answered();
        }
    }
}
