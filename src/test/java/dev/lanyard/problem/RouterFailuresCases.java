package dev.lanyard.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that no HTTP client library would send. */
abstract class RouterFailuresCases {
    private static String send(String request) throws IOException {
        URI address = URI.create(Journey.publicUrl());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(String target, String headers) throws IOException {
        return send(
                "GET "
                        + target
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + headers
                        + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/%c3%28, 401",
        "/v1/%2e%2e/nowhere, 404",
        "/nowhere/%c3%28, 404",
        "/connect/faults/%00, 404",
        "nowhere, 404",
        "*, 404",
    })
    void answersOddTargetsWithADocument(String target, int status) throws IOException {
        String answer = get(target, "Accept: application/json\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).contains("application/problem+json").contains("\"code\":");
    }

    /** The framework answers these before any code of ours could: without a document. */
    @ParameterizedTest
    @CsvSource({"/v1/%zz", "/nowhere/%", "/nowhere?limit=%zz"})
    void refusesTargetsThatAreNoUri(String target) throws IOException {
        assertThat(get(target, "")).startsWith("HTTP/1.1 400");
    }

    @Test
    void refusesWhatIsNoHttp() throws IOException {
        assertThat(send("HELLO\r\n\r\n")).startsWith("HTTP/1.0 400");
    }

    @Test
    void refusesTooMuchBeforeTheBody() throws IOException {
        assertThat(get("/nowhere", "X-Long: " + "x".repeat(64 * 1024) + "\r\n")).contains(" 431 ");
        assertThat(get("/" + "x".repeat(64 * 1024), "")).contains(" 414 ");
    }

    @Test
    void asksForAHost() throws IOException {
        assertThat(send("GET /nowhere HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("validation_failed");
    }
}
