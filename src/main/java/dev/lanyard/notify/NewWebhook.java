package dev.lanyard.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/webhooks}.
 *
 * @param url https, at a public address
 * @param events the types to listen to; none: all
 */
record NewWebhook(@Nullable String url, @Nullable List<@Nullable String> events) {}
