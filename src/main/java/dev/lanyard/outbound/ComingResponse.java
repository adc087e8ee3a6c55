package dev.lanyard.outbound;

import dev.lanyard.outbound.OutboundClient.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A response as it comes, on the event loop of its connection; what ends it early keeps that. */
final class ComingResponse {
    private final int most;
    private final Promise<Reply> reply = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientResponse head;

    /**
     * A response that has not begun.
     *
     * @param most the longest body that is read, in bytes
     */
    ComingResponse(int most) {
        this.most = most;
    }

    /** Fails with {@link CutResponseException} where some of the body had come. */
    Future<Reply> reply() {
        return reply.future();
    }

    void begin(HttpClientResponse response) {
        head = response;
        response.exceptionHandler(this::end);
        response.handler(part -> add(response, part));
        response.endHandler(end -> reply.tryComplete(received(response)));
    }

    private void add(HttpClientResponse response, Buffer part) {
        if (body.length() + part.length() > most) {
            reply.tryComplete(new Reply(response.statusCode(), headers(response), ""));
            response.request().reset();
        } else {
            body.appendBuffer(part);
        }
    }

    /** It ends here, by a failure. */
    void end(Throwable failure) {
        IOException why = asIoException(failure);
        reply.tryFail(
                head == null || body.length() == 0
                        ? why
                        : new CutResponseException(
                                String.valueOf(why.getMessage()), received(head)));
    }

    private Reply received(HttpClientResponse response) {
        Map<String, String> headers = headers(response);
        return new Reply(
                response.statusCode(), headers, ResponseText.read(headers, body.getBytes(), most));
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        return response.headers().entries().stream()
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey().toLowerCase(Locale.ROOT),
                                Map.Entry::getValue,
                                (first, second) -> first));
    }

    private static IOException asIoException(Throwable failure) {
        return failure instanceof IOException io
                ? io
                : new IOException("the connection broke: " + failure.getClass().getSimpleName());
    }
}
