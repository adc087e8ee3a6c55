package dev.lanyard.notify.call;

import dev.lanyard.config.Config;
import dev.lanyard.outbound.NotSentException;
import dev.lanyard.problem.FieldErrors;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Checks the addresses that a webhook may send to: https, and a name all of whose addresses are
 * public, unless the operator allows more. Asked on creation, and again at each delivery, for names
 * move.
 */
@ApplicationScoped
public class WebhookTargets {
    private static final int MOST_ADDRESSES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final WorkerExecutor worker;
    private final WebhookNames lookups;
    private final boolean allowPrivate;

    @Inject
    WebhookTargets(Vertx vertx, Config config) {
        this(vertx, InetAddress::getAllByName, config.webhook().allowPrivate());
    }

    public WebhookTargets(Vertx vertx, Names names, boolean allowPrivate) {
        this.worker = vertx.createSharedWorkerExecutor("webhook-names", WebhookNames.PARALLEL);
        this.lookups = new WebhookNames(worker, names, PATIENCE);
        this.allowPrivate = allowPrivate;
    }

    @PreDestroy
    void close() {
        worker.close();
    }

    /** Finds a name's addresses; blocks. */
    public interface Names {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    /** Addresses that were found for a target and may be connected to: these, and no others. */
    record Pinned(URI uri, List<InetAddress> addresses) {}

    /**
     * Reads an address as a tenant gives it.
     *
     * @throws IllegalArgumentException what is wrong with it, for the tenant
     */
    public URI parse(String text) {
        URI uri = uri(text);
        boolean web = "https".equals(uri.getScheme()) || allowed("http".equals(uri.getScheme()));
        if (!web) {
            throw new IllegalArgumentException("must be an https URL" + hint());
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "must have a host of letters, digits, dots and hyphens; an international name"
                            + " as xn--…");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("must have a port from 1 to 65535, or none");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must not have user-info or a fragment");
        }
        return uri;
    }

    private boolean allowed(boolean what) {
        return allowPrivate && what;
    }

    /** For developers, whose webhooks are on their own machine. */
    private static String hint() {
        return LaunchMode.current() == LaunchMode.DEVELOPMENT
                ? "; start with LANYARD_WEBHOOK_ALLOW_PRIVATE=true to allow http and private"
                        + " addresses"
                : "";
    }

    private static URI uri(String text) {
        if (text.length() > FieldErrors.MAX_URL) {
            throw new IllegalArgumentException("must not be longer than " + FieldErrors.MAX_URL);
        }
        int scheme = Math.max(0, text.indexOf(':')); // its case means nothing (RFC 3986 §3.1)
        try {
            return new URI(
                    text.substring(0, scheme).toLowerCase(Locale.ROOT) + text.substring(scheme));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL");
        }
    }

    /**
     * Finds where it is.
     *
     * @param tenantId whose webhook it is: each waits for look-ups of its own only
     * @return fails with {@link NotSentException} if the name is unknown or leads, by any of its
     *     addresses, where it may not
     */
    public Uni<Pinned> pin(String tenantId, URI uri) {
        return Uni.createFrom()
                .<Pinned>emitter(emitter -> find(tenantId, uri, emitter))
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new NotSentException(uri.getHost() + " is not found in time"));
    }

    /** Told on the caller's context, whoever's look-up it was. */
    private void find(String tenantId, URI uri, UniEmitter<? super Pinned> emitter) {
        Context caller = Vertx.currentContext();
        find(tenantId, uri)
                .onComplete(
                        found -> {
                            Runnable tell = () -> tell(found, emitter);
                            if (caller == null || caller == Vertx.currentContext()) {
                                tell.run();
                            } else {
                                caller.runOnContext(back -> tell.run());
                            }
                        });
    }

    private static void tell(AsyncResult<Pinned> found, UniEmitter<? super Pinned> emitter) {
        if (found.succeeded()) {
            emitter.complete(found.result());
        } else {
            emitter.fail(found.cause());
        }
    }

    private Future<Pinned> find(String tenantId, URI uri) {
        return lookups.find(tenantId, uri.getHost())
                .transform(
                        found ->
                                found.succeeded()
                                        ? pinned(uri, found.result())
                                        : Future.failedFuture(notFound(uri, found.cause())));
    }

    private Future<Pinned> pinned(URI uri, InetAddress[] found) {
        return !allowPrivate && !Arrays.stream(found).allMatch(PublicAddress::isPublic)
                ? Future.failedFuture(
                        new NotSentException(
                                uri.getHost() + " is not at a public address" + hint()))
                : Future.succeededFuture(
                        new Pinned(uri, Arrays.stream(found).limit(MOST_ADDRESSES).toList()));
    }

    private static Throwable notFound(URI uri, Throwable cause) {
        return cause instanceof UnknownHostException
                ? new NotSentException(uri.getHost() + " is not found")
                : cause;
    }
}
