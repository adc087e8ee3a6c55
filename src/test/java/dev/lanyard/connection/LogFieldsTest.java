package dev.lanyard.connection;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the lines of the log say of the request and the connection they belong to. */
@QuarkusTest
class LogFieldsTest {
    private final Lines lines = new Lines();
    private final Logger log = Logger.getLogger("dev.lanyard");

    private record Line(String text, Map<String, String> fields) {}

    private static final class Lines extends Handler {
        private final List<Line> all = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            ExtLogRecord record = ExtLogRecord.wrap(line);
            all.add(new Line(record.getFormattedMessage(), record.getMdcCopy()));
        }

        Line with(String text) {
            return await().atMost(Duration.ofSeconds(20))
                    .until(
                            () ->
                                    all.stream()
                                            .filter(line -> line.text().contains(text))
                                            .findFirst()
                                            .orElse(null),
                            line -> line != null);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        log.addHandler(lines);
    }

    @AfterEach
    void listenNoMore() {
        log.removeHandler(lines);
    }

    @Test
    void aRequestsLinesCarryItsIdTheTenantAndTheConnection() {
        Connected connection = Connected.at(GRACE).expire();
        connection.sandbox().faults(connection.clientId(), fault("error_5xx", "refresh"));

        connection
                .journey()
                .api()
                .header("X-Request-Id", "order-4711.b")
                .get("/v1/connections/" + connection.id() + "/token")
                .then()
                .statusCode(503)
                .header("X-Request-Id", "order-4711.b");

        assertThat(lines.with("Refresh of " + connection.id()).fields())
                .containsEntry("request_id", "order-4711.b")
                .containsEntry("tenant_id", connection.journey().tenant().id())
                .containsEntry("connection_id", connection.id());
    }

    @Test
    void backgroundWorkCarriesTheTenantAndTheConnectionAndNoRequest() {
        Connected first = Connected.at(GRACE).expire();
        Connected second = Connected.at(GRACE).expire();
        for (Connected connection : List.of(first, second)) {
            connection.sandbox().faults(connection.clientId(), fault("error_5xx", "refresh"));
            connection.sql("UPDATE token_set SET due_at = now() WHERE connection_id = $1");
        }

        for (Connected connection : List.of(first, second)) {
            assertThat(lines.with("Refresh of " + connection.id()).fields())
                    .containsEntry("tenant_id", connection.journey().tenant().id())
                    .containsEntry("connection_id", connection.id())
                    .doesNotContainKey("request_id");
        }
    }

    @Test
    void aRequestIdThatIsNoPlainWordIsReplaced() {
        Connected connection = Connected.at(GRACE);

        Response answer =
                connection
                        .journey()
                        .api()
                        .header("X-Request-Id", "a\" onload=\"x")
                        .get("/v1/connections");

        assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
    }

    @Test
    void theCommonTokenReadGivesBackTheIdItWasSent() {
        Connected connection = Connected.at(GRACE);
        connection.accessToken();

        Response answer =
                connection
                        .journey()
                        .api()
                        .header("X-Request-Id", "read-1")
                        .get("/v1/connections/" + connection.id() + "/token");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("X-Request-Id")).isEqualTo("read-1");
    }
}
