package dev.lanyard.connection.proxy;

import dev.lanyard.connection.accesstoken.UsableToken;
import dev.lanyard.outbound.NotSentException;
import dev.lanyard.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, between a client and a provider: sent with the token; if that is
 * refused, once more with another. Whichever side goes away ends the other. For one event loop.
 */
final class ProxyExchange {
    private static final int UNAUTHORIZED = 401;

    private final HttpServerRequest request;
    private final ProxyTarget target;
    private final ProxyUpstream upstream;
    private final ProxyDeadlines deadlines;
    private final StallWatch watch;
    private final RequestStream body;
    private final Promise<ProxyOutcome> outcome = Promise.promise();
    private Promise<HttpClientResponse> head = Promise.promise();
    private @Nullable HttpClientRequest current;
    private boolean passing;
    private @Nullable HttpClientResponse broken;

    ProxyExchange(
            HttpServerRequest request,
            ProxyTarget target,
            ProxyUpstream upstream,
            ProxyDeadlines deadlines) {
        this.request = request;
        this.target = target;
        this.upstream = upstream;
        this.deadlines = deadlines;
        Vertx vertx = Vertx.currentContext().owner();
        this.watch = new StallWatch(vertx, System::nanoTime, this::stall);
        this.body = new RequestStream(request, watch, this::awaitHead);
    }

    /**
     * Carries it out.
     *
     * @return completes with the end of the response; fails while nothing of one was sent
     */
    Future<ProxyOutcome> run(UsableToken token) {
        if (request.response().closed()) {
            return Future.succeededFuture(ProxyOutcome.CLIENT_GONE);
        }
        request.response().closeHandler(closed -> leave());
        request.response().exceptionHandler(failed -> leave());
        request.exceptionHandler(cut -> leave());
        send(token)
                .compose(response -> orReplayed(token, response))
                .onSuccess(response -> pass(response, token))
                .onFailure(failure -> outcome.tryFail(ProxyProblems.of(failure, host())));
        return outcome.future().onComplete(end -> close());
    }

    /** A kept connection may just have been closed: what asks for nothing is asked again. */
    private Future<HttpClientResponse> send(UsableToken token) {
        return once(token)
                .recover(
                        failure ->
                                maySendAgain(failure) ? once(token) : Future.failedFuture(failure));
    }

    private boolean maySendAgain(Throwable failure) {
        return ProxyProblems.isBroken(failure)
                && body.isNone()
                && ProxyMeters.isReading(request.method())
                && !outcome.future().isComplete();
    }

    private Future<HttpClientResponse> once(UsableToken token) {
        return upstream.open(request, target, token).compose(this::write);
    }

    private Future<HttpClientResponse> write(HttpClientRequest opened) {
        Promise<HttpClientResponse> response = Promise.promise();
        head = response;
        current = opened;
        if (outcome.future().isComplete()) {
            opened.reset();
            return Future.failedFuture(new NotSentException("nobody waits for it any more"));
        }
        opened.response()
                .onSuccess(arrived -> hold(arrived, response))
                .onFailure(failure -> response.tryFail(ProxyProblems.broken(failure)));
        if (!body.isComplete()) {
            watch.expect(deadlines.betweenBytesMillis());
        }
        body.sendWith(opened);
        return response.future();
    }

    private void hold(HttpClientResponse response, Promise<HttpClientResponse> arrived) {
        response.pause();
        response.exceptionHandler(failure -> broken = response);
        arrived.tryComplete(response);
    }

    private void awaitHead() {
        if (!passing) {
            watch.expect(deadlines.firstByteMillis());
        }
    }

    private Future<HttpClientResponse> orReplayed(UsableToken token, HttpClientResponse response) {
        if (response.statusCode() != UNAUTHORIZED || upstream.isStubborn(token)) {
            return Future.succeededFuture(response);
        }
        watch.expect(deadlines.betweenBytesMillis());
        return body.take()
                .compose(whole -> whole ? replay(token, response) : passedOn(token, response));
    }

    /** The refusal is kept meanwhile: it is what the client is told if there is no other token. */
    private Future<HttpClientResponse> replay(UsableToken token, HttpClientResponse refused) {
        watch.stop();
        return upstream.replace(token)
                .compose(
                        other ->
                                other.map(this::again)
                                        .orElseGet(() -> Future.succeededFuture(refused)));
    }

    /** It cannot be sent again, but the client's next one has another token. */
    private Future<HttpClientResponse> passedOn(UsableToken token, HttpClientResponse refused) {
        Future<Void> replaced = upstream.replaceForNext(token);
        return body.isComplete()
                ? replaced.map(refused)
                : Future.succeededFuture(refused); // else a provider that hangs up is not heard out
    }

    private Future<HttpClientResponse> again(UsableToken newer) {
        reset();
        return send(newer).onSuccess(response -> recordIfRefused(newer, response));
    }

    private void recordIfRefused(UsableToken newer, HttpClientResponse response) {
        if (response.statusCode() == UNAUTHORIZED) {
            upstream.recordStubborn(newer);
        }
    }

    private void pass(HttpClientResponse response, UsableToken token) {
        if (outcome.future().isComplete()) {
            return;
        }
        if (broken == response) { // not the refused one, which is cut when it is replayed
            outcome.tryFail(ProxyProblems.broken(host()));
            return;
        }
        passing = true;
        watch.expect(deadlines.betweenBytesMillis());
        if (!body.isComplete()) { // what is left of it may never come
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        ProxyOutcome end = ProxyOutcome.ofStatus(response.statusCode());
        new ResponseStream(request, watch)
                .begin(
                        response,
                        token.connection().id(),
                        () -> outcome.tryComplete(end),
                        this::cut);
    }

    /** Half a response must not look like a whole one. */
    private void cut() {
        if (outcome.tryComplete(ProxyOutcome.CUT)) {
            request.connection().close();
        }
    }

    private void leave() {
        outcome.tryComplete(ProxyOutcome.CLIENT_GONE);
    }

    private void stall() {
        if (passing) {
            cut();
            return;
        }
        ProblemException problem = stalled();
        if (!head.tryFail(problem)) {
            outcome.tryFail(problem);
        }
    }

    private ProblemException stalled() {
        if (body.isComplete()) {
            return ProxyProblems.silent(host(), deadlines.firstByteMillis());
        }
        return body.isHeldUp()
                ? ProxyProblems.notTaken(host(), deadlines.betweenBytesMillis())
                : ProxyProblems.bodyStopped(deadlines.betweenBytesMillis());
    }

    private String host() {
        return target.origin().getHost();
    }

    private void close() {
        watch.stop();
        boolean used = passing && body.isComplete() && isWhole();
        body.stop();
        if (!used) {
            reset();
        }
    }

    /** Both ways ended as they should: the connection is kept. */
    private boolean isWhole() {
        ProxyOutcome end = outcome.future().result();
        return end != null && end != ProxyOutcome.CUT && end != ProxyOutcome.CLIENT_GONE;
    }

    private void reset() {
        if (current != null) {
            current.reset();
        }
    }
}
