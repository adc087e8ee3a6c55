package dev.lanyard.connection.proxy;

import dev.lanyard.connection.accesstoken.FreshTokens;
import dev.lanyard.connection.accesstoken.ReadyTokens;
import dev.lanyard.connection.accesstoken.UsableToken;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.outbound.StreamingClient;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A provider's API, and the tokens that it is asked with. */
@Singleton
class ProxyUpstream {
    /** As a token read without {@code min_ttl}. */
    private static final Duration MIN_TTL = Duration.ofSeconds(60);

    /** A refresh that ends so tells more than the provider's 401. */
    private static final Set<ProblemCode> TOLD =
            EnumSet.of(
                    ProblemCode.RECONNECT_REQUIRED,
                    ProblemCode.CONNECTION_DISABLED,
                    ProblemCode.PROFILE_DISABLED,
                    ProblemCode.AWAITING_CONFIRMATION,
                    ProblemCode.NOT_FOUND);

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

    /**
     * Another token than this one, which the provider refused.
     *
     * @return empty: there is none just now; fails where the refresh tells more than the refusal
     */
    Future<Optional<UsableToken>> replace(UsableToken refused) {
        return SameContext.of(tokens.replace(refused))
                .map(Optional::of)
                .recover(ProxyUpstream::withoutOther);
    }

    private static Future<Optional<UsableToken>> withoutOther(Throwable failure) {
        return failure instanceof ProblemException problem && TOLD.contains(problem.code())
                ? Future.failedFuture(failure)
                : Future.succeededFuture(Optional.empty());
    }

    /**
     * The same for a request that cannot be sent again. Whether the other token is taken is not
     * seen then: if it is refused in the same way, that fetches no third one.
     *
     * @return when it is there, or there is none; does not fail
     */
    Future<Void> replaceForNext(UsableToken refused) {
        return refusals.isUntried(refused)
                ? Future.succeededFuture()
                : replace(refused)
                        .onSuccess(other -> other.ifPresent(refusals::recordUntried))
                        .<Void>mapEmpty()
                        .otherwiseEmpty();
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
