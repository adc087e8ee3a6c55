package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.support.Mutations;
import dev.lanyard.support.TestProviders;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider, or who sits between, that answers anything at all. */
abstract class WildProviderCases {
    private WildProvider wild;
    private Journey journey;
    private long probes;

    @BeforeEach
    void begin() {
        wild = new WildProvider();
        journey = Journey.begin(WildProvider.NAME, new JsonObject());
        probes = wild.presented();
    }

    @AfterEach
    void end() {
        journey.eraseTenant(); // nothing of it is to ask the next test's provider
        wild.close();
    }

    /** A journey with a code of the provider's; its outcome. */
    private Map<String, String> connect() {
        Browser browser = new Browser();
        return outcome(browser.open(callback(browser)));
    }

    private String callback(Browser browser) {
        Session session = journey.session();
        String state = Journey.query(journey.depart(browser, session).toString()).get("state");
        return Journey.publicUrl() + "/connect/oauth2/wild/callback?code=c&state=" + state;
    }

    private JsonPath connection(Map<String, String> outcome) {
        assertThat(outcome).containsEntry("status", "connected");
        return journey.api()
                .get("/v1/connections/" + outcome.get("connection_id"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String account(String name, String avatar) {
        return JsonObject.of(
                        "uuid",
                        "{1}",
                        "display_name",
                        name,
                        "links",
                        JsonObject.of("avatar", JsonObject.of("href", avatar)))
                .encode();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectFromTheTokenEndpointIsNotFollowed(int status) {
        String elsewhere = "http://localhost:" + TestProviders.wildPort() + "/elsewhere";
        wild.tokens(
                response ->
                        response.setStatusCode(status).putHeader("Location", elsewhere).end("{}"));

        assertThat(connect()).containsEntry("error", "malformed_response");

        assertThat(wild.requests("/elsewhere")).isZero();
        assertThat(wild.presented() - probes).isEqualTo(1);
    }

    @Test
    void anEndlessAnswerIsCutAndNoAnswer() {
        wild.tokens(wild::endless);

        assertThat(connect()).containsEntry("error", "malformed_response");

        assertThat(wild.sent()).isLessThan(64 << 20);
        assertThat(wild.presented() - probes).isEqualTo(1);
    }

    @Test
    void aDribbledAnswerEndsAtTheDeadline() {
        wild.tokens(wild::dribble);
        long begun = System.nanoTime();

        assertThat(connect()).containsEntry("error", "provider_unavailable");

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
        assertThat(wild.presented() - probes).isEqualTo(1);
    }

    @Test
    void anyBytesForATokenAnswerEndInAnOutcome() {
        Mutations mutations = new Mutations(20261123);
        List<Integer> statuses = List.of(200, 200, 400, 401, 500);
        String sample = "{\"access_token\":\"a\",\"expires_in\":7200,\"error\":\"invalid_client\"}";
        for (int i = 0; i < 100; i++) {
            String body = new String(mutations.of(sample), StandardCharsets.ISO_8859_1);
            wild.tokens(WildProvider.answer(statuses.get(i % statuses.size()), body));

            Map<String, String> outcome = connect();

            assertThat(outcome.getOrDefault("error", "connected"))
                    .as(body)
                    .isIn(
                            "connected",
                            "malformed_response",
                            "credentials_rejected",
                            "code_rejected",
                            "permission_missing",
                            "scope_refused",
                            "provider_unavailable");
        }
        assertThat(wild.presented() - probes).isEqualTo(100);
    }

    @Test
    void twentyFourCallbacksAtATimeArePresentedOnceEach() {
        wild.account(account("Ada", "https://a.example/x"));
        List<Runnable> arrivals = new ArrayList<>();
        List<String> statuses = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 24; i++) {
            Browser browser = new Browser();
            String callback = callback(browser);
            arrivals.add(() -> statuses.add(outcome(browser.open(callback)).get("status")));
        }

        CompletableFuture.allOf(
                        arrivals.stream()
                                .map(CompletableFuture::runAsync)
                                .toArray(CompletableFuture[]::new))
                .join();

        assertThat(statuses).hasSize(24).containsOnly("connected");
        assertThat(wild.presented() - probes).isEqualTo(24);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"2h\"", "0", "-1", "null", "[]", "{}", "true", "1e300", "99999999999"})
    void anyLifetimeLeavesTheTokensGood(String lifetime) {
        wild.lifetime(lifetime);

        Map<String, String> outcome = connect();

        assertThat(outcome).containsEntry("status", "connected");
        String token = "/v1/connections/" + outcome.get("connection_id") + "/token";
        assertThat(
                        journey.api()
                                .get(token)
                                .then()
                                .statusCode(200)
                                .extract()
                                .<String>path("access_token"))
                .isEqualTo("at");
    }

    @Test
    void namesAreCutAndLoseTheirControlCharacters() {
        wild.account(account("A\u0007\u202e" + "d".repeat(500), "https://a.example/x"));

        assertThat(connection(connect()).getString("account.name"))
                .isEqualTo("A" + "d".repeat(199));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "//a.example/x",
                "data:image/png;base64,AAAA",
                "https://user:pw@a.example/x",
                "https://a.example/<script>",
                "https:///x"
            })
    void anAvatarThatIsNoLinkIsDropped(String url) {
        wild.account(account("Ada", url));

        JsonPath connection = connection(connect());

        assertThat(connection.getString("account.name")).isEqualTo("Ada");
        assertThat(connection.getString("account.avatar_url")).isNull();
    }

    @Test
    void anAbsurdAccountIdIsRefusedAndNeverCutToAnothers() {
        wild.account(JsonObject.of("uuid", "x".repeat(256)).encode());
        assertThat(connect()).containsEntry("error", "malformed_response");

        wild.account(JsonObject.of("uuid", "x".repeat(255)).encode());
        assertThat(connection(connect()).getString("account.id")).hasSize(255);
    }

    @Test
    void anyBytesForAnAccountEndInShortPlainTextOrNoConnection() {
        Mutations mutations = new Mutations(20261124);
        String sample = account("Ada", "https://a.example/{x}");
        List<String> connected = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            wild.account(new String(mutations.of(sample), StandardCharsets.ISO_8859_1));

            Map<String, String> outcome = connect();

            if (outcome.get("status").equals("connected")) {
                connected.add(outcome.get("connection_id"));
            } else {
                assertThat(outcome).containsEntry("error", "malformed_response");
            }
        }
        assertThat(connected).isNotEmpty().allSatisfy(this::assertShortPlainText);
    }

    private void assertShortPlainText(String id) {
        JsonPath account = connection(Map.of("status", "connected", "connection_id", id));
        String accountId = account.getString("account.id");
        if (accountId == null) { // the answer was no JSON, and is asked for again
            assertThat(account.getString("status_reason.code")).isEqualTo("account_unknown");
        } else {
            assertThat(accountId).matches("[\\x21-\\x7e]{1,255}");
        }
        String name = account.getString("account.name");
        assertThat(name == null ? "" : name)
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("\0", "\n");
        String avatar = account.getString("account.avatar_url");
        assertThat(avatar == null ? "https:" : avatar).startsWith("http").doesNotContain("<", "\"");
    }
}
