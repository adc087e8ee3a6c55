package dev.lanyard.token;

import dev.lanyard.outbound.CutResponseException;
import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.outbound.ResponseText;
import io.smallrye.mutiny.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * One token request on its way through quarkus-oidc-client. The library's own outcome hides status,
 * size and cause, so the filters leave the raw exchange here.
 */
final class GrantRequest {
    private static final String KEY = GrantRequest.class.getName();

    private final URI target;
    private final Deadline deadline;
    private final AtomicBoolean sent = new AtomicBoolean();
    private final CompletableFuture<Reply> cut = new CompletableFuture<>();
    private volatile Reply head = new Reply(0, Map.of(), "");
    private volatile Optional<Reply> whole = Optional.empty();
    private volatile Buffer coming = Buffer.buffer();

    GrantRequest(URI target, Deadline deadline) {
        this.target = target;
        this.deadline = deadline;
    }

    /** The token endpoint. */
    URI target() {
        return target;
    }

    /** The same call, by whose Mutiny context the filters find this request. */
    <T> Uni<T> carriedBy(Uni<T> call) {
        return call.withContext(
                (upstream, context) -> {
                    context.put(KEY, this);
                    return upstream;
                });
    }

    /**
     * The request that a call carries.
     *
     * @throws java.util.NoSuchElementException if it carries none, and so must not be sent
     */
    static GrantRequest of(Context context) {
        return context.get(KEY);
    }

    /** Lets the first caller send, and nobody after it. */
    boolean maySend() {
        return sent.compareAndSet(false, true);
    }

    boolean sent() {
        return sent.get();
    }

    long millisLeft() {
        return deadline.millisLeft();
    }

    /** Status and headers came. */
    void begin(int status, MultiMap headers) {
        head = new Reply(status, lowerCase(headers), "");
    }

    boolean hasBegun() {
        return head.status() != 0;
    }

    /** The whole body came. */
    void end(byte[] body) {
        whole = Optional.of(reply(body));
    }

    private Reply reply(byte[] body) {
        String text = ResponseText.read(head.headers(), body, LimitedBodyCodec.MOST);
        return new Reply(head.status(), head.headers(), text);
    }

    /** The body is longer than is read: the response ends here, without it. */
    void cut() {
        cut.complete(head);
    }

    /** The body comes there. */
    void gatherIn(Buffer body) {
        coming = body;
    }

    /** The failure of a request without a whole response, with what there is of it. */
    IOException broken(String why) {
        byte[] received = received(coming);
        return received.length == 0
                ? new IOException(why)
                : new CutResponseException(why, reply(received));
    }

    /** More may come just now, on the connection's event loop. */
    private static byte[] received(Buffer body) {
        synchronized (body) {
            return body.getBytes();
        }
    }

    Optional<Reply> whole() {
        return whole;
    }

    /** What there is of a response that was too long; nothing before. */
    Uni<Reply> cutShort() {
        return Uni.createFrom().completionStage(cut);
    }

    private static Map<String, String> lowerCase(MultiMap headers) {
        return headers.entries().stream()
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey().toLowerCase(Locale.ROOT),
                                Map.Entry::getValue,
                                (first, second) -> first));
    }
}
