package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP as a client outside: it follows nothing, and ends every call within 40 s. */
public final class Http {
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final HttpClient PLAIN = builder().build();

    private Http() {}

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    }

    /** A client with a cookie jar of its own. */
    static HttpClient browser() {
        return builder().cookieHandler(new CookieManager()).build();
    }

    /** An answer, read whole. */
    public record Answer(int status, String location, String body) {
        static Answer of(HttpResponse<String> response) {
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Location").orElse(""),
                    response.body());
        }

        public Answer expect(int wanted) {
            assertThat(status).as(body).isEqualTo(wanted);
            return this;
        }

        public JsonObject json() {
            return new JsonObject(body);
        }

        public String text(String field) {
            return json().getString(field);
        }
    }

    public static Answer send(HttpRequest.Builder request) {
        return send(PLAIN, request);
    }

    static Answer send(HttpClient client, HttpRequest.Builder request) {
        try {
            return Answer.of(client.send(bounded(request), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
        return PLAIN.sendAsync(bounded(request), BodyHandlers.ofString()).thenApply(Answer::of);
    }

    private static HttpRequest bounded(HttpRequest.Builder request) {
        return request.timeout(LONGEST).build();
    }

    /** That parameter of the query, as it stands there. */
    public static String parameter(String address, String name) {
        Matcher value = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(address);
        assertThat(value.find()).as("%s in %s", name, address).isTrue();
        return value.group(1);
    }

    /** The status; 0 when nobody answers. */
    static int statusOf(URI address) {
        try {
            return send(HttpRequest.newBuilder(address)).status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }
}
