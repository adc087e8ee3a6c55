package dev.lanyard.token;

import dev.lanyard.outbound.AllowedOrigins;
import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.NotSentException;
import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.outbound.ProviderHttp;
import dev.lanyard.runtime.CallerContext;
import dev.lanyard.runtime.SingleFlight;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig.Grant;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Token requests through quarkus-oidc-client, each sent at most once. Which of them were not sent
 * the library does not tell, so what cannot be asked for again does not go this way
 * (docs/adr/0001).
 */
@ApplicationScoped
class GrantRequests {
    private static final long DIAGNOSIS_MILLIS = 2_000;
    private static final String BROKEN = "the connection broke before a whole response came";

    private final GrantClients clients;
    private final AllowedOrigins destinations;
    private final ProviderHttp http;

    GrantRequests(GrantClients clients, AllowedOrigins destinations, ProviderHttp http) {
        this.clients = clients;
        this.destinations = destinations;
        this.http = http;
    }

    /**
     * Sends one request for tokens.
     *
     * @param form parameters besides the grant type and what authenticates the client
     * @return the raw exchange; the body is empty if it was too long. Fails with {@link
     *     NotSentException} for an address outside of the catalogue, with another {@link
     *     IOException} if no whole response came
     */
    Uni<Reply> post(
            ClientCredentials client,
            Grant.Type grant,
            Map<String, String> form,
            Deadline deadline) {
        if (!destinations.contains(client.tokenEndpoint())) {
            return Uni.createFrom()
                    .failure(
                            new NotSentException(
                                    client.tokenEndpoint().getHost() + " is not in the catalogue"));
        }
        return Uni.createFrom()
                .deferred(
                        () ->
                                send(
                                        clients.borrow(client, grant),
                                        form,
                                        new GrantRequest(client.tokenEndpoint(), deadline)));
    }

    private Uni<Reply> send(GrantClient client, Map<String, String> form, GrantRequest request) {
        // not cancelled by what ends the waiting: the library would log what fails by that
        SingleFlight<Reply> response = new SingleFlight<>();
        response.run(
                client.client()
                        .chain(library -> request.carriedBy(library.getTokens(form)))
                        .onItemOrFailure()
                        .transformToUni((tokens, failure) -> reply(request, tokens, failure)));
        Uni<Reply> first =
                Uni.combine()
                        .any()
                        .of(response.result(), request.cutShort())
                        .ifNoItem()
                        .after(Duration.ofMillis(Math.max(1, request.millisLeft())))
                        .fail()
                        .onFailure(TimeoutException.class)
                        .transform(late -> request.broken("no whole response in time"))
                        .onTermination()
                        .invoke(() -> giveBack(client, request));
        return CallerContext.backOn(first);
    }

    /** What the filters kept counts, not what the library made of it. */
    private Uni<Reply> reply(
            GrantRequest request, @Nullable Tokens unused, @Nullable Throwable failure) {
        if (request.whole().isPresent()) {
            return Uni.createFrom().item(request.whole().get());
        }
        return request.sent()
                ? whyBroken(request).chain(why -> Uni.createFrom().failure(request.broken(why)))
                : Uni.createFrom().failure(new NotSentException("the request could not be made"));
    }

    /**
     * The library says neither whether there was a connection nor why not. Where no response began,
     * another one that sends nothing tells a name, a refusal and TLS apart.
     */
    private Uni<String> whyBroken(GrantRequest request) {
        long patience = Math.min(DIAGNOSIS_MILLIS, request.millisLeft() / 2);
        return request.hasBegun() || patience <= 0
                ? Uni.createFrom().item(BROKEN)
                : http.whyUnreachable(request.target(), Duration.ofMillis(patience))
                        .map(why -> why.orElse(BROKEN));
    }

    /** A connection of a call without whole response may be open still: it goes with its client. */
    private void giveBack(GrantClient client, GrantRequest request) {
        if (request.whole().isEmpty()) {
            clients.drop(client);
        }
        client.release();
    }
}
