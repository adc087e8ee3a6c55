package dev.lanyard;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;

/**
 * Keeps invitations, codes and states out of traces: no query, and no path below {@code /connect}
 * but its first part. The route, which is the span's name, tells enough.
 */
@Singleton
class SpansWithoutSecrets implements SpanProcessor {
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final AttributeKey<String> FULL = AttributeKey.stringKey("url.full");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        String path = span.getAttribute(PATH);
        if (path != null && path.startsWith("/connect/")) {
            span.setAttribute(PATH, "/connect/…");
        }
        if (span.getAttribute(QUERY) != null) {
            span.setAttribute(QUERY, "…");
        }
        String full = span.getAttribute(FULL);
        if (full != null && full.indexOf('?') >= 0) {
            span.setAttribute(FULL, full.substring(0, full.indexOf('?')));
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
