package dev.lanyard.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BodyLimitTest extends BodyLimitCases {
    @TestHTTPResource("/connect/faults/echo")
    URI echo;

    private HttpResponse<String> send(HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(echo)
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(body)
                        .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> sendWithoutLength(String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, 2 * LIMIT, 20 * LIMIT})
    void refusesABodyThatAnnouncesTooMuch(int length) throws Exception {
        HttpResponse<String> response = send(HttpRequest.BodyPublishers.ofString(bodyOf(length)));

        assertTooLarge(response);
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, 2 * LIMIT, 20 * LIMIT})
    void refusesABodyThatGrowsTooLarge(int length) throws Exception {
        assertTooLarge(sendWithoutLength(bodyOf(length)));
    }

    @Test
    void takesABodyOfJustTheLimit() throws Exception {
        assertThat(send(HttpRequest.BodyPublishers.ofString(bodyOf(LIMIT))).statusCode())
                .isEqualTo(200);
        assertThat(sendWithoutLength(bodyOf(LIMIT)).statusCode()).isEqualTo(200);
    }

    private static void assertTooLarge(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(response.body()).contains("\"code\":\"payload_too_large\"");
    }
}
