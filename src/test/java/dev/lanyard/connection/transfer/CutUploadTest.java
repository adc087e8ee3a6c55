package dev.lanyard.connection.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uploads that come in pieces, slowly, or not to their end. */
@QuarkusTest
class CutUploadTest {
    private static Socket connect() throws IOException {
        URI url = URI.create(Journey.publicUrl());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String head(Importing tenant, String framing) {
        return "POST /v1/connections/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + tenant.journey().tenant().key()
                + "\r\nContent-Type: application/x-ndjson\r\n"
                + framing
                + "\r\n\r\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length)
                + "\r\n"
                + text
                + "\r\n";
    }

    private static String readUntil(Socket socket, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(text) < 0) {
            int one = in.read();
            if (one < 0) {
                throw new AssertionError("ended: " + read);
            }
            read.append((char) one);
        }
        return read.toString();
    }

    @Test
    void eachLineIsAnsweredAsItComes() throws IOException {
        Importing tenant = Importing.begin();
        try (Socket socket = connect()) {
            write(socket, head(tenant, "Transfer-Encoding: chunked"));
            for (int n = 1; n <= 3; n++) {
                write(socket, chunk(tenant.line("u" + n, "t" + n).encode() + "\n"));
                assertThat(readUntil(socket, "}\n\r\n").lines().filter(l -> l.startsWith("{")))
                        .hasSize(1);
            }
            write(socket, "0\r\n\r\n");
            readUntil(socket, "0\r\n\r\n");
        }
    }

    @Test
    void nothingHasNoResults() {
        Importing tenant = Importing.begin();

        assertThat(tenant.send("")).isEmpty();
        assertThat(tenant.send("\n\r\n \n")).isEmpty();
    }

    @Test
    void aBodyThatEndsInALineSaysSo() {
        Importing tenant = Importing.begin();

        List<JsonObject> results =
                tenant.send(tenant.line("u1", "t1").encode() + "\n{\"end_user\":");

        assertThat(results).hasSize(2);
        assertThat(results.get(0).getString("status")).isEqualTo("created");
        assertThat(results.get(1).getJsonObject("error").getString("code"))
                .isEqualTo("validation_failed");
    }

    @Test
    void whoIsGoneLeavesWhatCameWholeAndHoldsNoPlace() throws IOException {
        Importing tenant = Importing.begin();
        for (int n = 0; n < 5; n++) {
            try (Socket socket = connect()) {
                write(socket, head(tenant, "Content-Length: 100000"));
                write(socket, tenant.line("u" + n, "t" + n).encode() + "\n{");
                readUntil(socket, "created");
                socket.setSoLinger(true, 0);
            }
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(tenant.send(tenant.line("u9", "t9"))).hasSize(1));
        tenant.journey()
                .api()
                .get("/v1/connections")
                .then()
                .body("items.size()", org.hamcrest.Matchers.equalTo(6));
    }

    /** What is not read holds up the upload, and memory stays flat. */
    @Test
    void twoAtOnceAndNoMore() throws IOException {
        Importing tenant = Importing.begin();
        try (Socket one = connect();
                Socket other = connect()) {
            for (Socket socket : List.of(one, other)) {
                write(socket, head(tenant, "Transfer-Encoding: chunked"));
                write(socket, chunk(tenant.line("u", "t").encode() + "\n"));
                readUntil(socket, "connection_id");
            }
            tenant.post("{}").then().statusCode(429).header("Retry-After", "10");
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> tenant.post("{}").statusCode() == 200);
    }
}
