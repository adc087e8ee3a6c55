package dev.lanyard.console.operator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's console, as a browser without scripts sees it. */
@QuarkusTest
class OperatorConsoleTest {
    private static final String COOKIE = "lanyard_operator";
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([a-z2-7]{26})\"");

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @ConfigProperty(name = "lanyard.admin-token")
    String adminToken;

    private Journey journey;
    private String cookie;

    @BeforeEach
    void signIn() {
        journey = Journey.begin();
        cookie = signIn(adminToken).then().statusCode(303).extract().cookie(COOKIE);
    }

    @AfterEach
    void eraseTenant() {
        Fixtures.operator().delete("/admin/v1/tenants/" + journey.tenant().id());
    }

    private RequestSpecification stranger() {
        return given().port(managementPort).redirects().follow(false);
    }

    private RequestSpecification browser() {
        return stranger().cookie(COOKIE, cookie);
    }

    private Response signIn(String token) {
        return stranger().formParam("token", token).post("/console/sign-in");
    }

    private String page(String path) {
        return browser().get(path).then().statusCode(200).extract().asString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/profiles",
                "/console/refreshes",
                "/console/figures",
                "/console/vault"
            })
    void everyPageOpensForTheOperatorAndLeadsOthersToTheDoor(String path) {
        Response shown = browser().get(path);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.asString()).contains("<h1>").contains("Signed in as the operator");
        assertThat(shown.header("Cache-Control")).isEqualTo("no-store");
        assertThat(shown.header("Content-Security-Policy")).contains("frame-ancestors 'none'");

        Response refused = stranger().get(path);
        assertThat(refused.statusCode()).isEqualTo(303);
        assertThat(refused.header("Location")).endsWith("/console/sign-in");
    }

    @Test
    void aWrongTokenIsToldSoAndTheTokenIsInNoResponse() {
        Response refused = signIn("not-the-admin-token-not-the-admin-token");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.asString()).contains("This is not the admin token");
        assertThat(refused.header("Set-Cookie")).isNull();

        assertThat(signIn(adminToken).header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict", "Max-Age=3600")
                .doesNotContain(adminToken);
        assertThat(page("/console")).doesNotContain(adminToken);
    }

    @Test
    void aTenantsKeyOpensNothing() {
        assertThat(signIn(journey.tenant().key()).statusCode()).isEqualTo(401);
    }

    @Test
    void aForgedCookieOpensNothing() {
        String forged = cookie.substring(0, cookie.length() - 3) + "AAA";
        for (String value : new String[] {forged, "x", "!", "", "A".repeat(1_000)}) {
            Response refused = stranger().cookie(COOKIE, value).get("/console");
            assertThat(refused.statusCode()).as(value).isEqualTo(303);
        }
    }

    /** Nothing of it is served where tenants and end users come in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/tenants/ten_x",
                "/console/refreshes",
                "/console/figures",
                "/console/vault"
            })
    void isNotAtThePublicPort(String path) {
        String key = journey.tenant().key();
        String tenants =
                given().redirects()
                        .follow(false)
                        .formParam("key", key)
                        .post("/console/sign-in")
                        .cookie("lanyard_console");

        assertThat(given().cookie("lanyard_console", tenants).get(path).statusCode())
                .isEqualTo(404);
        assertThat(
                        given().redirects()
                                .follow(false)
                                .cookie(COOKIE, cookie)
                                .get(path)
                                .header("Location"))
                .contains("/console/sign-in");
    }

    @Test
    void aTenantIsFoundWithItsCountsAndItsKeys() {
        journey.connect(journey.session());
        String id = journey.tenant().id();
        String key = journey.tenant().key();

        assertThat(page("/console")).contains("/console/tenants/" + id);
        assertThat(page("/console/tenants/" + id))
                .contains("Connections by status")
                .contains(journey.profileId())
                .contains("Last used")
                .doesNotContain(key);
        assertThat(browser().get("/console/tenants/ten_nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void tenantsArePagedWithoutGapOrRepetition() {
        for (int i = 0; i < 21; i++) {
            Fixtures.tenant();
        }
        Matcher next =
                Pattern.compile("href=\"(/console\\?cursor=[^\"]+)\"").matcher(page("/console"));

        assertThat(next.find()).isTrue();
        assertThat(page(next.group(1))).contains("/console/tenants/" + journey.tenant().id());
    }

    @Test
    void aProfileInTroubleIsNamedWithWhatItIs() {
        String profile = journey.profileId();
        assertThat(page("/console/profiles")).doesNotContain(profile);

        Owner.execute(
                "UPDATE connector_profile SET credentials_status = 'rejected' WHERE tenant_id = ?",
                journey.tenant().id());
        assertThat(page("/console/profiles")).contains(profile).contains("rejected");
    }

    @Test
    void theFirstPageSaysWhatIsWrongAndWhatToDo() {
        Owner.execute(
                "UPDATE connector_profile SET credentials_status = 'rejected' WHERE tenant_id = ?",
                journey.tenant().id());

        String first = page("/console").replace("<wbr>", "");

        assertThat(first.indexOf("Needs attention")).isLessThan(first.indexOf(">Tenants<"));
        assertThat(first)
                .contains("A provider rejects key and secret")
                .contains("Tell the tenant: it stores a new secret")
                .contains("LanyardConnectFailing");
    }

    @Test
    void deliveriesThatNobodyBeginsAreOnTheFirstPage() {
        journey.connect(journey.session());
        String tenant = journey.tenant().id();
        String webhook = "whk_" + "a".repeat(26);
        Owner.execute(
                "INSERT INTO webhook (tenant_id, id, url, secret) VALUES (?, ?, ?, ''::bytea)",
                tenant,
                webhook,
                "https://hooks.example/");
        Owner.execute( // leased, so that no replica begins it
                "INSERT INTO webhook_delivery (tenant_id, webhook_id, event_id, subject, due_at,"
                        + " lease_holder, lease_until) SELECT tenant_id, ?, id, subject,"
                        + " now() - interval '10 minutes', 'nobody', now() + interval '1 hour'"
                        + " FROM event WHERE tenant_id = ?",
                webhook,
                tenant);

        assertThat(page("/console").replace("<wbr>", ""))
                .contains("Webhooks are told late")
                .contains("due 10 min ago")
                .contains("LanyardWebhooksLate");
    }

    @Test
    void answersThatAreMissingAreOnTheFirstPage() {
        journey.connect(journey.session());
        Owner.execute(
                "UPDATE token_set SET due_at = now() + interval '1 hour',"
                        + " presented_at = now() - interval '1 hour' WHERE tenant_id = ?",
                journey.tenant().id());

        assertThat(page("/console").replace("<wbr>", ""))
                .contains("Answers to refresh tokens are missing")
                .containsPattern("[1-9][0-9]* refresh tokens?<")
                .contains("LanyardOutstandingAnswers");
    }

    /** Whatever other tests leave behind at other providers. */
    @Test
    void aProviderThatFailsIsOnTheFirstPage() {
        String provider = "failing-provider";
        Owner.execute(
                "INSERT INTO refresh_hour SELECT ?, date_trunc('hour', now(), 'UTC'), ?, 6, 3",
                journey.tenant().id(),
                provider);

        assertThat(page("/console").replace("<wbr>", ""))
                .contains("Refreshes fail at " + provider)
                .contains("3 of 9 in this hour and the last");
    }

    @Test
    void refreshesAreToldByProvider() {
        Journey.Session session = journey.session();
        journey.connect(session);
        String id = journey.read(session).getString("connection_id");
        journey.api().post("/v1/connections/" + id + "/refresh").then().statusCode(200);

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () ->
                                assertThat(page("/console/refreshes"))
                                        .containsPattern(
                                                "bitbucket-sandbox</span>\\s*</td><td[^>]*>\\s*<span"
                                                        + " class=\"plain\">[1-9]"));
    }

    @Test
    void figuresAreToldOfEachProvider() {
        assertThat(page("/console/figures").replace("<wbr>", ""))
                .contains("bitbucket-sandbox", "strict-sandbox")
                .contains("Lost by us", "Answers recovered", "Revocation noticed within")
                .contains("what this one replica has counted since it started")
                .contains("lanyard_refresh_success_ratio");
    }

    @Test
    void aFormOfAnotherSiteOrWithoutTheSessionsTokenIsRefused() {
        assertThat(
                        stranger()
                                .header("Sec-Fetch-Site", "cross-site")
                                .formParam("token", adminToken)
                                .post("/console/sign-in")
                                .statusCode())
                .isEqualTo(403);
        assertThat(browser().formParam("csrf", "wrong").post("/console/sign-out").statusCode())
                .isEqualTo(403);
    }

    @Test
    void signingOutForgetsTheCookie() {
        Matcher csrf = CSRF.matcher(page("/console"));
        assertThat(csrf.find()).isTrue();

        Response out = browser().formParam("csrf", csrf.group(1)).post("/console/sign-out");

        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
    }

    @Test
    void aCursorOfNoListAndAnUnknownPageAreToldSo() {
        assertThat(browser().get("/console?cursor=x").statusCode()).isEqualTo(400);
        assertThat(browser().get("/console/profiles?cursor=x").statusCode()).isEqualTo(400);
        assertThat(browser().get("/console/nothing").statusCode()).isEqualTo(404);
        assertThat(stranger().get("/console/nothing").statusCode()).isEqualTo(303);
    }

    @Test
    void pagesFindTheirFiles() {
        assertThat(stranger().get("/connect/assets/console.css").statusCode()).isEqualTo(200);
        assertThat(stranger().get("/connect/assets/lanyard.svg").statusCode()).isEqualTo(200);
        assertThat(stranger().get("/connect/assets/problem.css").statusCode()).isEqualTo(200);
        assertThat(stranger().get("/connect/assets/paper.css").statusCode()).isEqualTo(200);
    }
}
