package dev.lanyard.notify.call;

import dev.lanyard.config.Config;
import dev.lanyard.outbound.NotSentException;
import io.smallrye.mutiny.Uni;
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

/**
 * Checks the addresses that a webhook may send to: https, and a name all of whose addresses are
 * public, unless the operator allows more. Asked on creation, and again at each delivery, for names
 * move.
 */
@ApplicationScoped
public class WebhookTargets {
    private static final int MAX_LENGTH = 2_000;
    private static final int PARALLEL_NAMES = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final WorkerExecutor worker;
    private final Names names;
    private final boolean allowPrivate;

    @Inject
    WebhookTargets(Vertx vertx, Config config) {
        this(vertx, InetAddress::getAllByName, config.webhook().allowPrivate());
    }

    public WebhookTargets(Vertx vertx, Names names, boolean allowPrivate) {
        this.worker = vertx.createSharedWorkerExecutor("webhook-names", PARALLEL_NAMES);
        this.names = names;
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

    /** An address that was found for a target and may be connected to: this one, and no other. */
    record Pinned(URI uri, InetAddress address) {}

    /**
     * Reads an address as a tenant gives it.
     *
     * @throws IllegalArgumentException what is wrong with it, for the tenant
     */
    public URI parse(String text) {
        URI uri = uri(text);
        boolean web = "https".equals(uri.getScheme()) || allowed("http".equals(uri.getScheme()));
        if (!web) {
            throw new IllegalArgumentException("must be an https URL");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("must have a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must not have user-info or a fragment");
        }
        return uri;
    }

    private boolean allowed(boolean what) {
        return allowPrivate && what;
    }

    private static URI uri(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("must not be longer than " + MAX_LENGTH);
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL");
        }
    }

    /**
     * Finds where it is.
     *
     * @return fails with {@link NotSentException} if the name is unknown or leads, by any of its
     *     addresses, where it may not
     */
    public Uni<Pinned> pin(URI uri) {
        return Uni.createFrom()
                .<Pinned>emitter(
                        emitter -> find(uri).onSuccess(emitter::complete).onFailure(emitter::fail))
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new NotSentException(uri.getHost() + " is not found in time"));
    }

    private Future<Pinned> find(URI uri) {
        return worker.executeBlocking(() -> new Pinned(uri, address(uri.getHost())), false);
    }

    private InetAddress address(String host) throws NotSentException {
        InetAddress[] found = found(host);
        if (!allowPrivate && !Arrays.stream(found).allMatch(PublicAddress::isPublic)) {
            throw new NotSentException(host + " is not at a public address");
        }
        return found[0];
    }

    private InetAddress[] found(String host) throws NotSentException {
        try {
            return names.find(host);
        } catch (UnknownHostException e) {
            throw new NotSentException(host + " is not found");
        }
    }
}
