package dev.lanyard.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.outbound.ProviderHttp;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the issuers of entries with {@code discovery: true} for their metadata, at start and every
 * 30 seconds until each has told it. An issuer that is down holds up its own provider only: this
 * Lanyard starts without it.
 */
@ApplicationScoped
class ProviderDiscovery {
    private static final Logger LOG = Logger.getLogger(ProviderDiscovery.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Providers providers;
    private final ProviderHttp http;
    private final Map<String, String> told = new ConcurrentHashMap<>();

    ProviderDiscovery(Providers providers, ProviderHttp http) {
        this.providers = providers;
        this.http = http;
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return Multi.createFrom()
                .iterable(providers.undiscovered())
                .onItem()
                .transformToUniAndMerge(this::discover)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> discover(UndiscoveredEntry entry) {
        return http.send(
                        HttpMethod.GET,
                        entry.metadataUrl(),
                        Map.of("Accept", "application/json"),
                        Buffer.buffer(),
                        Deadline.within(PATIENCE))
                .map(reply -> entry.complete(metadata(reply)))
                .invoke(provider -> add(entry, provider))
                .onFailure(IOException.class)
                .recoverWithItem(failure -> later(entry, failure))
                .onFailure(IllegalArgumentException.class)
                .recoverWithItem(failure -> later(entry, failure))
                .replaceWithVoid();
    }

    private static JsonNode metadata(Reply reply) {
        if (reply.status() != 200) {
            throw new IllegalArgumentException("status " + reply.status());
        }
        try {
            return JSON.readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON");
        }
    }

    private void add(UndiscoveredEntry entry, Provider provider) {
        providers.discovered(entry, provider);
        LOG.infof(
                "Provider %s: authorization at %s, tokens at %s",
                provider.name(), provider.authorizationEndpoint(), provider.tokenEndpoint());
    }

    /** Told again only when it is another reason. */
    private @Nullable Provider later(UndiscoveredEntry entry, Throwable failure) {
        String why = String.valueOf(failure.getMessage());
        if (!why.equals(told.put(entry.name(), why))) {
            LOG.warnf(
                    "Provider %s cannot be used yet: %s: %s; trying again every 30 s",
                    entry.name(), entry.metadataUrl(), why);
        }
        return null;
    }
}
