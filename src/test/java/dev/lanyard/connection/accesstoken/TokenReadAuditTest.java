package dev.lanyard.connection.accesstoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import dev.lanyard.support.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TokenReadAuditTest {
    @Inject TokenReadAudit reads;

    private List<Map<String, Object>> entries(Connected connection) {
        return connection
                .journey()
                .api()
                .queryParam("action", "connection.token_read")
                .get("/v1/audit-log")
                .jsonPath()
                .getList("items");
    }

    @Test
    void areCountedPerKeyAndConnectionAndWrittenTogether() {
        Journey journey = Journey.begin();
        Connected first = Connected.on(journey, "u1");
        Connected second = Connected.on(journey, "u2");
        String other = journey.tenant().key("tokens");
        IntStream.range(0, 5).forEach(n -> first.token().then().statusCode(200));
        IntStream.range(0, 2).forEach(n -> second.token().then().statusCode(200));
        Fixtures.bearer(other)
                .get("/v1/connections/" + first.id() + "/token")
                .then()
                .statusCode(200);
        assertThat(entries(first)).isEmpty();

        reads.write().await().indefinitely();

        assertThat(entries(first))
                .extracting(
                        entry -> ((Map<?, ?>) entry.get("object")).get("id"),
                        entry -> entry.get("count"),
                        entry -> ((Map<?, ?>) entry.get("actor")).get("type"),
                        entry -> entry.get("outcome"))
                .containsExactlyInAnyOrder(
                        tuple(first.id(), 5, "api_key", "succeeded"),
                        tuple(second.id(), 2, "api_key", "succeeded"),
                        tuple(first.id(), 1, "api_key", "succeeded"));
        assertThat(entries(first)).allMatch(entry -> entry.get("address") != null);
    }

    @Test
    void areNotWrittenAgain() {
        Connected connection = Connected.at(Connected.GRACE);
        connection.token().then().statusCode(200);
        reads.write().await().indefinitely();

        reads.write().await().indefinitely();

        assertThat(entries(connection)).hasSize(1);
    }

    @Test
    void areOfTokensThatWereGivenOut() {
        Connected connection = Connected.at(Connected.GRACE);
        connection
                .journey()
                .api()
                .body(Map.of("status", "disabled"))
                .patch("/v1/connections/" + connection.id())
                .then()
                .statusCode(200);
        connection.token().then().statusCode(409);

        reads.write().await().indefinitely();

        assertThat(entries(connection)).isEmpty();
    }
}
