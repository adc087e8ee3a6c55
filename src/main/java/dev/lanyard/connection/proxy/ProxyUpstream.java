package dev.lanyard.connection.proxy;

import dev.lanyard.connection.accesstoken.FreshTokens;
import dev.lanyard.connection.accesstoken.ReadyTokens;
import dev.lanyard.connection.accesstoken.UsableToken;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.outbound.StreamingClient;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** A provider's API, and the tokens that it is asked with. */
@Singleton
class ProxyUpstream {
    /** As a token read without {@code min_ttl}. */
    private static final Duration MIN_TTL = Duration.ofSeconds(60);

    private final StreamingClient client;
    private final ReadyTokens ready;
    private final FreshTokens tokens;
    private final StubbornRefusals refusals;

    ProxyUpstream(
            StreamingClient client,
            ReadyTokens ready,
            FreshTokens tokens,
            StubbornRefusals refusals) {
        this.client = client;
        this.ready = ready;
        this.tokens = tokens;
        this.refusals = refusals;
    }

    /** The connection's token; fails as a read of it does. */
    Future<UsableToken> token(ConnectionRef connection) {
        return ready.find(connection, MIN_TTL)
                .otherwise(Optional.empty())
                .compose(
                        found ->
                                found.map(Future::succeededFuture)
                                        .orElseGet(() -> fresh(connection)));
    }

    private Future<UsableToken> fresh(ConnectionRef connection) {
        return SameContext.of(tokens.use(connection, MIN_TTL));
    }

    /** Another token than this one, which the provider refused; fails where there is none. */
    Future<UsableToken> replace(UsableToken refused) {
        return SameContext.of(tokens.replace(refused));
    }

    /** Whether a refusal is no reason to refresh, as the refreshed token was refused, too. */
    boolean isStubborn(UsableToken token) {
        return refusals.isStubborn(token);
    }

    void recordStubborn(UsableToken token) {
        refusals.record(token);
    }

    /** The client's request as it goes to the provider, without its body; nothing is sent yet. */
    Future<HttpClientRequest> open(
            HttpServerRequest request, ProxyTarget target, UsableToken token) {
        return client.open(request.method(), target.origin(), target.requestTarget())
                .map(opened -> withHeaders(opened, request, token));
    }

    private HttpClientRequest withHeaders(
            HttpClientRequest opened, HttpServerRequest request, UsableToken token) {
        ProxyHeaders.passRequest(request.headers(), opened.headers());
        if (!opened.headers().contains(HttpHeaders.USER_AGENT)) {
            opened.putHeader(HttpHeaders.USER_AGENT, client.userAgent());
        }
        return opened.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token.accessToken());
    }
}
