package dev.lanyard.tenant.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.config.Config;
import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.EgressProxy;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.TrustedAuthorities;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Reads an issuer's keys: from the file that is mounted, else from where its discovery document
 * says (OpenID Connect Discovery 1.0 §4), by the rules of {@link OutboundClient}.
 */
@Startup // its counters exist from the start
@ApplicationScoped
class KeyDiscovery {
    private static final int MAX_RESPONSE = 256 * 1024;
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final Vertx vertx;
    private final OutboundClient outbound;
    private final EgressProxy proxy;
    private final ObjectMapper json = new ObjectMapper(); // others' JSON: not by our API's rules

    private final Counter read;
    private final Counter failed;

    @Inject
    KeyDiscovery(Vertx vertx, Config config, MeterRegistry metrics) {
        this.read = readings(metrics, "read");
        this.failed = readings(metrics, "failed");
        this.vertx = vertx;
        this.outbound =
                new OutboundClient(
                        vertx, TrustedAuthorities.with(config.caCertFile()), MAX_RESPONSE);
        this.proxy = EgressProxy.of(config);
    }

    private static Counter readings(MeterRegistry metrics, String outcome) {
        return Counter.builder("lanyard.workload.key.readings")
                .description("Readings of an issuer's keys")
                .tag("outcome", outcome)
                .register(metrics);
    }

    @PreDestroy
    void close() {
        outbound.close();
    }

    /**
     * The keys as they are now.
     *
     * @return fails with {@link IOException}, or {@link IllegalArgumentException} for what is no
     *     JWK set
     */
    Uni<IssuerKeySet> load(WorkloadIssuer issuer) {
        return issuer.keys()
                .map(this::mounted)
                .orElseGet(() -> published(issuer))
                .map(IssuerKeySet::parse)
                .invoke(keys -> read.increment())
                .onFailure()
                .invoke(failure -> failed.increment());
    }

    private Uni<String> mounted(Path file) {
        return Uni.createFrom()
                .completionStage(
                        () -> vertx.fileSystem().readFile(file.toString()).toCompletionStage())
                .map(bytes -> bytes.toString(StandardCharsets.UTF_8));
    }

    private Uni<String> published(WorkloadIssuer issuer) {
        return get(issuer.discovery()).chain(document -> get(keysAddress(issuer, document)));
    }

    /** A document of another issuer's would let that one sign in this one's name (§4.3). */
    private URI keysAddress(WorkloadIssuer issuer, String document) {
        JsonNode said = tree(document);
        if (!issuer.url().equals(said.path("issuer").textValue())) {
            throw new IllegalArgumentException("the discovery document is another issuer's");
        }
        URI address = address(said.path("jwks_uri").asText());
        if (!issuer.mayKeepKeysAt(address)) {
            throw new IllegalArgumentException("jwks_uri is no https address");
        }
        return address;
    }

    private JsonNode tree(String document) {
        try {
            return json.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the discovery document is no JSON");
        }
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("jwks_uri is no address");
        }
    }

    private Uni<String> get(URI address) {
        RequestOptions to =
                new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(address.toString());
        proxy.before(address.getHost()).ifPresent(to::setProxyOptions);
        return outbound.send(to, Map.of(), Buffer.buffer(), Deadline.within(CALL))
                .onItem()
                .transformToUni(reply -> body(address, reply));
    }

    private static Uni<String> body(URI address, OutboundClient.Reply reply) {
        return reply.status() == OK
                ? Uni.createFrom().item(reply.body())
                : Uni.createFrom()
                        .failure(
                                new IOException(
                                        address.getHost()
                                                + " responded with status "
                                                + reply.status()));
    }
}
