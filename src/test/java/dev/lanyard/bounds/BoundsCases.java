package dev.lanyard.bounds;

import static dev.lanyard.support.Fixtures.operator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.lanyard.authorize.Browser;
import dev.lanyard.authorize.Journey;
import dev.lanyard.rig.RawHttp;
import dev.lanyard.support.Owner;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No request, key or link makes work without a bound. */
abstract class BoundsCases {
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private Response post(String path, Map<String, ?> body) {
        return journey.api().body(body).post(path);
    }

    private String connected() {
        Journey.Session session = journey.session();
        journey.connect(session);
        return journey.read(session).getString("connection_id");
    }

    private String raw(String method, String path, String key) throws IOException {
        String request =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                        + key
                        + "\r\nContent-Length: 0\r\n\r\n";
        return RawHttp.send(
                URI.create(Journey.publicUrl()),
                request.getBytes(StandardCharsets.ISO_8859_1),
                5_000);
    }

    @Test
    void aListOfManyWrongElementsIsRefusedByItsSize() {
        List<String> many = Collections.nCopies(60_000, "");

        Response webhook = post("/v1/webhooks", Map.of("url", "https://a.example", "events", many));
        Response profile =
                post(
                        "/v1/connector-profiles",
                        Map.of(
                                "provider", "bitbucket-sandbox",
                                "name", "n",
                                "client_id", "c",
                                "client_secret", "s",
                                "permissions", many,
                                "return_urls", List.of("https://a.example/")));

        for (Response refused : List.of(webhook, profile)) {
            refused.then()
                    .statusCode(400)
                    .body("code", equalTo("validation_failed"))
                    .body("errors.size()", lessThanOrEqualTo(20));
            assertThat(refused.asByteArray()).hasSizeLessThan(10_000);
        }
    }

    @Test
    void atMostTwentyErrorsAreTold() {
        post("/v1/webhooks", Map.of("url", "", "events", Collections.nCopies(40, "x")))
                .then()
                .statusCode(400)
                .body("errors.size()", equalTo(20))
                .body("errors[0].field", equalTo("url"));
    }

    @Test
    void metadataDoesNotGrowByMerging() {
        String id = connected();
        for (int i = 0; i < 4; i++) {
            Journey.Session again =
                    journey.session(
                            Map.of(
                                    "return_url",
                                    Journey.RETURN_URL,
                                    "metadata",
                                    Map.of("k" + i, "x".repeat(7_000))));
            journey.connect(again);
        }

        Response shown = journey.api().get("/v1/connections/" + id);

        shown.then().statusCode(200).body("metadata.k3.length()", equalTo(7_000));
        assertThat(shown.asByteArray()).hasSizeLessThan(20_000);
        journey.api()
                .body(Map.of("metadata", Map.of("k", "ü".repeat(9_000))))
                .patch("/v1/connections/" + id)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("metadata"));
        journey.api()
                .body(Map.of("metadata", Map.of("k", "a\0b")))
                .patch("/v1/connections/" + id)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("metadata"));
    }

    @Test
    void aPageOfLargeRowsIsShorterAndTheNextGoesOn() {
        String id = connected();
        Owner.execute(
                """
                INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, metadata)
                SELECT tenant_id, 'conn_large' || n, connector_profile_id, provider, 'u' || n,
                       jsonb_build_object('k', repeat('x', 16000))
                FROM connection, generate_series(1, 150) n WHERE id = ?
                """,
                id);
        Owner.execute(
                """
                INSERT INTO token_set (tenant_id, connection_id, expires_at)
                SELECT tenant_id, id, now() FROM connection WHERE id LIKE 'conn_large%'
                """);

        Response first = journey.api().get("/v1/connections?limit=200");
        int seen = 0;
        String cursor = "";
        do {
            Response page = journey.api().get("/v1/connections?limit=200&cursor=" + cursor);
            if (cursor.isEmpty()) {
                page = first;
            }
            assertThat(page.asByteArray()).hasSizeLessThan(1_300_000);
            seen += page.jsonPath().getList("items").size();
            cursor = page.jsonPath().getString("next_cursor");
        } while (cursor != null);

        assertThat(first.jsonPath().getList("items")).hasSizeBetween(50, 70);
        assertThat(seen).isEqualTo(151);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/connections/%00/token",
                "/v1/connections/%00",
                "/v1/connections/a%20b/token",
                "/v1/connect-sessions/cs_%C3%BC",
                "/v1/connector-profiles/%00",
                "/v1/webhooks/%00/deliveries"
            })
    void aMalformedIdIsUnknown(String path) throws IOException {
        String key = journey.tenant().key();
        given().auth().preemptive().oauth2(key).get("/v1/connections/conn_x/token");

        String response = raw("GET", path, key);

        assertThat(RawHttp.status(response)).as(response).isEqualTo(404);
        assertThat(response).contains("\"code\":\"not_found\"").contains("Check the address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/connections/\0/token", "/v1/connections/conn_a\0b/token"})
    void aRawNulInAPathIsRefusedBeforeAnythingIsAsked(String path) throws IOException {
        String response = raw("GET", path, journey.tenant().key());

        assertThat(RawHttp.status(response)).as(response).isEqualTo(statusOfARawNul());
    }

    /** By the server itself; where the guard stands before it, by the form of the id. */
    int statusOfARawNul() {
        return 400;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/connections?end_user_id=%00",
                "/v1/connections?connector_profile_id=%00",
                "/v1/connections?provider=%00",
                "/v1/audit-log?action=%00",
                "/v1/audit-log?object_id=a%00",
                "/v1/connections?cursor=MTcwMDAwMDAwMC4wLgA"
            })
    void aNulInAQueryIsToldWithItsName(String path) {
        String name = path.substring(path.indexOf('?') + 1, path.indexOf('='));

        journey.api()
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo(name));
    }

    @Test
    void aNulInATextIsToldWithItsName() {
        operator()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"a\\u0000\"}")
                .post("/admin/v1/tenants")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("name"));
        journey.create(Map.of("end_user", Map.of("id", "u\0")))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("end_user.id"));
        journey.create(Map.of("connection_id", "conn_\0"))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("connection_id"));
    }

    @Test
    void anInvitationIsBegunThirtyTimesAtMost() {
        Journey.Session session = journey.session();
        Browser browser = new Browser();
        for (int i = 0; i < 30; i++) {
            journey.depart(browser, session);
        }

        Response refused = browser.open(authorize(session));

        refused.then().statusCode(429);
        assertThat(refused.asString()).contains("tried too often").contains("<html");
        assertThat(
                        Owner.column(
                                "SELECT count(*) FROM authorization_request WHERE session_id = ?",
                                session.id()))
                .containsExactly("30");
        assertThat(journey.read(session).getString("status")).isEqualTo("authorizing");
    }

    @Test
    void anInvitationPresentsTenCodesAtMost() {
        Journey.Session session = journey.session();
        Browser browser = new Browser();
        for (int i = 0; i < 10; i++) {
            denyCode(browser, session);
        }

        Response refused = browser.open(authorize(session));

        refused.then().statusCode(429);
        assertThat(journey.events("connect_session.failed")).hasSizeLessThanOrEqualTo(10);
    }

    private String authorize(Journey.Session session) {
        return Journey.publicUrl()
                + "/connect/oauth2/bitbucket-sandbox/authorize?session="
                + session.token();
    }

    private void denyCode(Browser browser, Journey.Session session) {
        String state = Journey.query(journey.depart(browser, session).toString()).get("state");
        browser.open(
                Journey.publicUrl()
                        + "/connect/oauth2/bitbucket-sandbox/callback?code=madeup&state="
                        + state);
    }

    @Test
    void aDisabledProfileGivesOutNothing() {
        String id = connected();
        journey.api().get("/v1/connections/" + id + "/token").then().statusCode(200);
        Journey.Session open = journey.session();
        profile("disabled");

        for (int i = 0; i < 2; i++) {
            journey.api()
                    .get("/v1/connections/" + id + "/token")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("profile_disabled"));
        }
        journey.api()
                .post("/v1/connections/" + id + "/refresh")
                .then()
                .statusCode(409)
                .body("code", equalTo("profile_disabled"));
        journey.create(Map.of()).then().statusCode(409).body("code", equalTo("profile_disabled"));
        assertThat(new Browser().open(open.connectUrl()).statusCode()).isEqualTo(409);
        profile("active");
        journey.api().get("/v1/connections/" + id + "/token").then().statusCode(200);
    }

    private void profile(String status) {
        journey.api()
                .body(Map.of("status", status))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"min_ttl=", "min_ttl", "min_ttl=%20", "min_ttl=60&min_ttl="})
    void anEmptyMinTtlIsMalformed(String query) {
        String id = connected();

        journey.api()
                .urlEncodingEnabled(false)
                .get("/v1/connections/" + id + "/token?" + query)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("min_ttl"));
    }

    @Test
    void aLoopbackAddressIsTakenWithAnyPort() {
        journey.api()
                .body(
                        Map.of(
                                "return_urls",
                                List.of("http://127.0.0.1/done", "http://localhost:3000/done")))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);

        create("http://127.0.0.1:51004/done").then().statusCode(201);
        create("http://localhost:51004/done").then().statusCode(400);
        create("http://127.0.0.2:51004/done").then().statusCode(400);
        create("http://127.0.0.1:51004/other").then().statusCode(400);
    }

    private Response create(String returnUrl) {
        return journey.create(Map.of("return_url", returnUrl));
    }

    @Test
    void cookiesOfOneBrowserStaySmall() {
        Browser browser = new Browser();
        for (int i = 0; i < 30; i++) {
            journey.depart(browser, journey.session());
        }

        int bytes =
                browser.cookies().entrySet().stream()
                        .mapToInt(c -> c.getKey().length() + c.getValue().length() + 3)
                        .sum();

        assertThat(bytes).isLessThan(3_000);
    }
}
