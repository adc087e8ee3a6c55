package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request about connect sessions asks of the database. */
@QuarkusTest
class SessionStatementsTest {
    private static final String SESSIONS = "/v1/connect-sessions";

    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    /** Callers and data keys are remembered for some seconds; whether they are is not told here. */
    private static List<String> withoutCallers(List<String> sent) {
        return sent.stream()
                .filter(sql -> !sql.contains("api_key") && !sql.contains("data_key"))
                .toList();
    }

    /** What it is checked against, and the session with its entry in the audit log. */
    @Test
    void aNewSessionIsTwo() {
        Map<String, Object> body =
                Map.of("connector_profile_id", journey.profileId(), "end_user", Map.of("id", "u1"));

        List<String> sent =
                StatementCount.of(journey.api().body(body), request -> request.post(SESSIONS));

        assertThat(withoutCallers(sent)).hasSize(2).last().asString().contains("audit_log");
    }

    @Test
    void aNewSessionThatBringsAConnectionBackIsTwo() {
        Map<String, Object> body =
                Map.of(
                        "connector_profile_id",
                        journey.profileId(),
                        "end_user",
                        Map.of("id", "u1"),
                        "connection_id",
                        Journey.outcome(journey.connect(journey.session())).get("connection_id"));

        List<String> sent =
                StatementCount.of(journey.api().body(body), request -> request.post(SESSIONS));

        assertThat(withoutCallers(sent)).hasSize(2);
    }

    @Test
    void aSessionIsOne() {
        String session = SESSIONS + "/" + journey.create(Map.of()).then().extract().path("id");

        List<String> sent = StatementCount.of(journey.api(), request -> request.get(session));

        assertThat(withoutCallers(sent)).hasSize(1);
    }
}
