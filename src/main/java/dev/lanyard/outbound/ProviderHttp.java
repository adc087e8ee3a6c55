package dev.lanyard.outbound;

import dev.lanyard.config.Config;
import dev.lanyard.outbound.OutboundClient.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One HTTP request to a provider of the catalogue, by the rules of {@link OutboundClient}. */
@ApplicationScoped
public class ProviderHttp {
    private static final int MAX_RESPONSE = 256 * 1024;

    private final OutboundClient outbound;
    private final AllowedOrigins destinations;
    private final EgressProxy proxy;

    @Inject
    ProviderHttp(Vertx vertx, Config config, AllowedOrigins destinations) {
        this(
                new OutboundClient(
                        vertx, TrustedAuthorities.with(config.caCertFile()), MAX_RESPONSE),
                destinations,
                EgressProxy.of(config));
    }

    public ProviderHttp(OutboundClient outbound, AllowedOrigins destinations) {
        this(outbound, destinations, EgressProxy.none());
    }

    ProviderHttp(OutboundClient outbound, AllowedOrigins destinations, EgressProxy proxy) {
        this.outbound = outbound;
        this.destinations = destinations;
        this.proxy = proxy;
    }

    @PreDestroy
    public void close() {
        outbound.close();
    }

    /**
     * GET with a bearer token (RFC 6750 §2.1).
     *
     * @param deadline over everything, connecting included
     * @return fails with {@link IOException} for anything that is not a whole response
     */
    public Uni<Reply> get(URI uri, String accessToken, Duration deadline) {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + accessToken, "Accept", "application/json");
        return send(HttpMethod.GET, uri, headers, Buffer.buffer(), Deadline.within(deadline));
    }

    /**
     * Sends one request, once.
     *
     * @return fails with {@link NotSentException} if no byte went out, as to an address that is not
     *     in the catalogue; with another {@link IOException} if it may have been sent
     */
    public Uni<Reply> send(
            HttpMethod method,
            URI uri,
            Map<String, String> headers,
            Buffer body,
            Deadline deadline) {
        if (!destinations.contains(uri)) {
            return Uni.createFrom()
                    .failure(new NotSentException(uri.getHost() + " is not in the catalogue"));
        }
        return outbound.send(to(method, uri), headers, body, deadline);
    }

    private RequestOptions to(HttpMethod method, URI uri) {
        RequestOptions to = new RequestOptions().setMethod(method).setAbsoluteURI(uri.toString());
        proxy.before(uri.getHost()).ifPresent(to::setProxyOptions);
        return to;
    }

    /**
     * Whether an address of the catalogue can be connected to just now, for a call whose own
     * failure does not tell; nothing is sent. Never fails.
     *
     * @return why not: the name, a refusal, TLS, time; empty if it can
     */
    public Uni<Optional<String>> whyUnreachable(URI uri, Duration patience) {
        return outbound.whyUnreachable(to(HttpMethod.POST, uri), Deadline.within(patience));
    }
}
