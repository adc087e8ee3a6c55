package dev.lanyard.notify.call;

import dev.lanyard.config.Config;
import dev.lanyard.notify.call.WebhookTargets.Pinned;
import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.NotSentException;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.outbound.TrustedAuthorities;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One POST to a webhook's target, by the rules of {@link OutboundClient}: to the very address that
 * {@link WebhookTargets} has found public, so that a name which moves in between leads nowhere
 * else. TLS proves the name, not the address.
 */
@ApplicationScoped
public class WebhookCall {
    private static final int MAX_RESPONSE = 16 * 1024;
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private final WebhookTargets targets;
    private final OutboundClient outbound;
    private final Optional<ProxyOptions> proxy;

    @Inject
    public WebhookCall(Vertx vertx, Config config, WebhookTargets targets) {
        this(
                targets,
                new OutboundClient(
                        vertx, TrustedAuthorities.with(config.caCertFile()), MAX_RESPONSE),
                config.webhook().proxy());
    }

    /**
     * A client of its own.
     *
     * @param proxy {@code http://host:port}, asked to CONNECT to the address that was found
     */
    public WebhookCall(WebhookTargets targets, OutboundClient outbound, Optional<URI> proxy) {
        this.targets = targets;
        this.outbound = outbound;
        this.proxy =
                proxy.map(uri -> new ProxyOptions().setHost(uri.getHost()).setPort(uri.getPort()));
    }

    @PreDestroy
    void close() {
        outbound.close();
    }

    /**
     * Sends a JSON body, once, within 15 s after the target is found.
     *
     * @param tenantId whose webhook it is
     * @return fails with {@link NotSentException} if the target may not be called or cannot be
     *     reached, with another {@link IOException} if it may have got the body
     */
    public Uni<Reply> post(String tenantId, URI target, Map<String, String> headers, String body) {
        return targets.pin(tenantId, target)
                .chain(
                        pinned ->
                                send(
                                        pinned,
                                        headers,
                                        Buffer.buffer(body),
                                        Deadline.within(DEADLINE)));
    }

    /** To the first address that can be connected to: what was not sent may go to the next. */
    private Uni<Reply> send(
            Pinned pinned, Map<String, String> headers, Buffer body, Deadline deadline) {
        @Nullable Uni<Reply> reply = null;
        for (InetAddress address : pinned.addresses()) {
            Uni<Reply> call = outbound.send(to(pinned.uri(), address), headers, body, deadline);
            reply =
                    reply == null
                            ? call
                            : reply.onFailure(NotSentException.class).recoverWithUni(call);
        }
        return Objects.requireNonNull(reply, "a name without an address is not found");
    }

    private RequestOptions to(URI target, InetAddress address) {
        RequestOptions to =
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(target.toString());
        to.setServer(SocketAddress.inetSocketAddress(to.getPort(), address.getHostAddress()));
        proxy.ifPresent(to::setProxyOptions);
        return to.putHeader("Content-Type", "application/json");
    }
}
