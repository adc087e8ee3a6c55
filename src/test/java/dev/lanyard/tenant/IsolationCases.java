package dev.lanyard.tenant;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.OperatorCalls;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Another tenant's id is an unknown id, on every method of the API as its own document lists them:
 * an address that is added is tried here without a line more.
 */
abstract class IsolationCases {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** What the collections of the API hold, by the name of the collection. */
    private Map<String, String> victims;

    private Journey victim;
    private String connectionId;
    private String strangersKey;

    @BeforeEach
    void connect() {
        victim = Journey.begin();
        Journey.Session session = victim.session();
        connectionId = Journey.outcome(victim.connect(session)).get("connection_id");
        victims =
                Map.of(
                        "connections", connectionId,
                        "connect-sessions", session.id(),
                        "connector-profiles", victim.profileId(),
                        "webhooks", webhook(),
                        "events", victim.api().get("/v1/events").path("items[0].id"));
        strangersKey = Fixtures.tenant().key();
    }

    private String webhook() {
        return victim.api()
                .body(
                        Map.of(
                                "url",
                                "https://8.8.8.8/",
                                "events",
                                List.of("connect_session.failed")))
                .post("/v1/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private record Operation(String method, String path) {
        String collection() {
            return path.split("/")[2];
        }

        /** With every parameter of the path filled by this id. */
        Response send(RequestSpecification caller, String id) {
            return caller.body(body(id)).request(method, path.replaceAll("\\{[^}]+}", id));
        }

        private String body(String id) {
            return path.endsWith("/confirm") ? "{\"confirmation\":\"x\"}" : "{}";
        }
    }

    private static List<Operation> operationsOnOne() {
        Map<String, Map<String, Object>> paths =
                JsonPath.from(given().get("/docs/openapi?format=json").asString()).getMap("paths");
        return paths.entrySet().stream()
                .filter(path -> path.getKey().matches("/v1/[^/]+/\\{id}.*"))
                .flatMap(IsolationCases::operations)
                .toList();
    }

    private static Stream<Operation> operations(Map.Entry<String, Map<String, Object>> path) {
        return path.getValue().keySet().stream()
                .filter(METHODS::contains)
                .map(method -> new Operation(method.toUpperCase(Locale.ROOT), path.getKey()));
    }

    private RequestSpecification stranger() {
        return Fixtures.bearer(strangersKey);
    }

    @Test
    void anotherTenantsIdIsAnUnknownOneOnEveryMethod() {
        List<Operation> operations = operationsOnOne();
        assertThat(operations).hasSizeGreaterThan(17);

        for (Operation operation : operations) {
            String theirs = victims.get(operation.collection());
            assertThat(theirs).as("an id for %s", operation).isNotNull();
            String unknown = theirs.replaceAll("_.*", "_" + "a".repeat(26));

            Response foreign = operation.send(stranger(), theirs);
            Response absent = operation.send(stranger(), unknown);

            assertThat(foreign.statusCode()).as("%s", operation).isEqualTo(404);
            assertThat(foreign.asString()).as("%s", operation).isEqualTo(absent.asString());
        }
        victim.api().get("/v1/connections/" + connectionId + "/token").then().statusCode(200);
        victim.api().get("/v1/connector-profiles/" + victim.profileId()).then().statusCode(200);
    }

    @Test
    void listsShowNothingOfOthersWhateverTheFilterOrTheCursor() {
        victim.connect(
                victim.session(
                        Map.of("return_url", Journey.RETURN_URL, "end_user", Map.of("id", "u2"))));
        String cursor =
                victim.api().get("/v1/connections?limit=1").then().extract().path("next_cursor");

        for (String list :
                List.of(
                        "/v1/connections",
                        "/v1/connections?end_user_id=u1",
                        "/v1/connections?connector_profile_id=" + victim.profileId(),
                        "/v1/connections?cursor=" + cursor,
                        "/v1/connector-profiles",
                        "/v1/webhooks",
                        "/v1/events")) {
            assertThat(stranger().urlEncodingEnabled(false).get(list).jsonPath().getList("items"))
                    .as(list)
                    .isEmpty();
        }
    }

    @Test
    void aForeignIdInsideABodyIsToldLikeAnUnknownOne() {
        String theirs = answer(victim.profileId());

        assertThat(theirs).contains("connector_profile_id").contains("validation_failed");
        assertThat(answer("prof_" + "a".repeat(26))).isEqualTo(theirs);
    }

    private String answer(String profileId) {
        return stranger()
                .body(Map.of("connector_profile_id", profileId, "end_user", Map.of("id", "u1")))
                .post("/v1/connect-sessions")
                .then()
                .statusCode(400)
                .extract()
                .asString();
    }

    @Test
    void aTenantsKeyOpensNoneOfTheOperatorsAddresses() {
        List<Operation> operations =
                OperatorCalls.all().stream()
                        .map(call -> call.split(" "))
                        .map(call -> new Operation(call[0], call[1]))
                        .toList();

        Map<Operation, Integer> answers =
                operations.stream()
                        .collect(
                                Collectors.toMap(
                                        operation -> operation,
                                        operation ->
                                                operation
                                                        .send(stranger(), connectionId)
                                                        .statusCode()));

        assertThat(answers).hasSizeGreaterThan(7);
        assertThat(answers.values()).containsOnly(401);
    }
}
