package dev.lanyard.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Images;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tenant's console, as a browser without scripts sees it. */
@QuarkusTest
class ConsoleTest {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([a-z2-7]{26})\"");

    private Journey journey;
    private String key;
    private String cookie;

    @BeforeEach
    void signIn() {
        journey = Journey.begin();
        key = journey.tenant().key();
        cookie = cookie(key);
    }

    @AfterEach
    void eraseTenant() {
        Fixtures.operator().delete("/admin/v1/tenants/" + journey.tenant().id());
    }

    private static Response signIn(String key) {
        return given().redirects().follow(false).formParam("key", key).post("/console/sign-in");
    }

    private static String cookie(String key) {
        return signIn(key).then().statusCode(303).extract().cookie("lanyard_console");
    }

    private RequestSpecification browser() {
        return given().redirects().follow(false).cookie("lanyard_console", cookie);
    }

    private String page(String path) {
        return browser().get(path).then().statusCode(200).extract().asString();
    }

    private String csrf() {
        Matcher csrf = CSRF.matcher(page("/console"));
        assertThat(csrf.find()).isTrue();
        return csrf.group(1);
    }

    private Response send(String path, Map<String, ?> fields) {
        return browser().formParams(fields).formParam("csrf", csrf()).post(path);
    }

    private String connected() {
        Journey.Session session = journey.session();
        journey.connect(session);
        return journey.read(session).getString("connection_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/profiles",
                "/console/profiles/new?provider=bitbucket-sandbox",
                "/console/connections",
                "/console/sessions",
                "/console/sessions/new",
                "/console/webhooks",
                "/console/events",
                "/console/keys",
                "/console/audit"
            })
    void everyPageOpensForAKeyAndLeadsOthersToTheDoor(String path) {
        assertThat(page(path)).contains("<h1>").contains("Sign out");

        Response stranger = given().redirects().follow(false).get(path);
        assertThat(stranger.statusCode()).isEqualTo(303);
        assertThat(stranger.header("Location")).contains("/console/sign-in");
    }

    @Test
    void aWrongKeyIsToldSoAndTheKeyIsInNoResponse() {
        Response refused = signIn("key_abcdefghijklmnop_abcdefghijklmnopqrstuvwxyz");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.asString()).contains("unknown, revoked or expired");

        Response begun = signIn(key);
        assertThat(begun.header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict")
                .doesNotContain(key);
        assertThat(page("/console")).doesNotContain(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/console/../v1",
                "/consoles",
                "/console/a\r\nSet-Cookie: x=y",
                "/console\\@evil.example"
            })
    void theDoorLeadsNowhereElse(String to) {
        String location =
                given().redirects()
                        .follow(false)
                        .formParam("key", key)
                        .formParam("to", to)
                        .post("/console/sign-in")
                        .header("Location");

        assertThat(location).matches("http://localhost:\\d+/console(/\\.\\./v1)?");
    }

    @Test
    void aFormWithoutTheSessionsTokenOrOfAnotherSiteChangesNothing() {
        String id = connected();
        String path = "/console/connections/" + id + "/disable";

        assertThat(browser().formParam("x", "y").post(path).statusCode()).isEqualTo(403);
        assertThat(browser().formParam("csrf", "wrong").post(path).statusCode()).isEqualTo(403);
        assertThat(
                        browser()
                                .header("Sec-Fetch-Site", "cross-site")
                                .formParam("csrf", csrf())
                                .post(path)
                                .statusCode())
                .isEqualTo(403);
        assertThat(journey.api().get("/v1/connections/" + id).path("status").toString())
                .isEqualTo("active");
    }

    @Test
    void scopesHoldAsInTheApi() {
        String id = connected();
        cookie = cookie(journey.tenant().key("tokens"));

        assertThat(page("/console/connections/" + id)).contains(id);
        Response refused = send("/console/connections/" + id + "/disable", Map.of());

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asString()).contains("manage");
        assertThat(browser().get("/console/webhooks").statusCode()).isEqualTo(403);
    }

    @Test
    void anotherTenantsObjectsAreUnknown() {
        String id = connected();
        Journey other = Journey.begin();
        cookie = cookie(other.tenant().key());

        assertThat(browser().get("/console/connections/" + id).statusCode()).isEqualTo(404);
        assertThat(browser().get("/console/profiles/" + journey.profileId()).statusCode())
                .isEqualTo(404);
        assertThat(send("/console/connections/" + id + "/delete", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(page("/console/connections")).doesNotContain(id);
    }

    @Test
    void aConnectionIsFoundLookedAtMendedAndEnded() {
        String id = connected();

        assertThat(page("/console")).contains("Connections by status").contains("Nothing. Every");
        assertThat(page("/console/connections?find=u1")).contains(id).contains("Ada Lovelace");
        assertThat(browser().get("/console/connections?find=" + id).header("Location"))
                .endsWith("/console/connections/" + id);
        assertThat(page("/console/connections/" + id))
                .contains("Ursula &lt;b&gt;")
                .doesNotContain("Ursula <b>")
                .contains("Next refresh");

        assertThat(send("/console/connections/" + id + "/refresh", Map.of()).statusCode())
                .isEqualTo(303);
        send("/console/connections/" + id + "/disable", Map.of());
        assertThat(page("/console/connections/" + id)).contains("Give out tokens again");
        send("/console/connections/" + id + "/delete", Map.of());
        assertThat(browser().get("/console/connections/" + id).statusCode()).isEqualTo(404);
        assertThat(page("/console/audit?object=" + id))
                .contains("connection.refreshed")
                .contains("connection.changed")
                .contains("connection.deleted");
    }

    @Test
    void refreshesOfTheDayAreCountedForTheirTenantOnly() {
        String id = connected();
        assertThat(page("/console")).contains("None. Tokens are refreshed when they are used");

        send("/console/connections/" + id + "/refresh", Map.of());

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () ->
                                assertThat(page("/console"))
                                        .contains("1 brought new tokens, 0 did not")
                                        .contains("Hour from (UTC)"));
        Journey other = Journey.begin();
        other.connect(other.session());
        cookie = cookie(other.tenant().key());
        assertThat(page("/console")).contains("None. Tokens are refreshed when they are used");
    }

    @Test
    void aLinkIsMadeOnceWithACodeForPhonesAndFollowed() {
        Response made =
                send(
                        "/console/sessions",
                        Map.of("profile", journey.profileId(), "user", "u9", "name", "Nina"));
        String html = made.asString();
        Matcher url =
                Pattern.compile("(http://localhost:\\d+/connect/ct_[a-z0-9_]+)").matcher(html);

        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(url.find()).isTrue();
        assertThat(html).contains("<svg class=\"qr\"");
        assertThat(given().get(url.group(1)).asString()).contains("Nina");
        assertThat(page("/console/sessions")).contains("Nina").doesNotContain(url.group(1));
    }

    @Test
    void aLinkShowsWhatHappenedStepByStep() {
        Journey.Session session = journey.session();
        journey.connect(session);

        assertThat(page("/console/sessions/" + session.id()))
                .contains("sent to provider")
                .contains("identified");
    }

    @Test
    void aMissingPermissionIsSeenInTheList() {
        journey.api()
                .body(Map.of("permissions", List.of("account", "webhook")))
                .patch("/v1/connector-profiles/" + journey.profileId());
        journey.connect(journey.session());

        assertThat(page("/console/connections"))
                .contains("active, permission missing")
                .contains("data-label=\"Status\"");
    }

    @Test
    void anEventOfASessionLeadsToItInWords() {
        Journey.Session session = journey.session();
        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        assertThat(page("/console/events"))
                .contains("href=\"/console/sessions/" + session.id() + "\"")
                .doesNotContain("{error=");
    }

    @Test
    void aLinkIsMadeForAProfileThatIsChosen() {
        assertThat(page("/console/sessions/new"))
                .contains("<option value=\"" + journey.profileId() + "\"")
                .contains("(bitbucket-sandbox)");
    }

    @Test
    void nothingTypedIsLostOnBadInput() {
        String html =
                send("/console/sessions", Map.of("profile", "prof_none", "user", "u&7")).asString();

        assertThat(html)
                .contains("is none of your connector profiles")
                .contains("value=\"u&amp;7\"");
    }

    @Test
    void theConnectPagesAreGivenTheirLookAndNothingTypedIsLost() {
        String path = "/console/profiles/" + journey.profileId();
        String logo = Images.url("image/png", Images.of("png"));

        Response refused = send(path + "/branding", Map.of("color", "blue", "intro", "For <you>"));
        Response taken =
                send(
                        path + "/branding",
                        Map.of("color", "#00695c", "logo", logo, "intro", "", "support_url", " "));

        assertThat(refused.asString())
                .contains("branding.color must be a colour", "value=\"blue\"")
                .contains("value=\"For &lt;you&gt;\"");
        assertThat(taken.statusCode()).isEqualTo(303);
        assertThat(page(path)).contains("value=\"#00695c\"", "/connect/assets/logos/logo_");
        assertThat(page("/console/audit")).contains("connector_profile.changed");
    }

    @Test
    void aProfileIsMadeCheckedAndItsWrongSecretRefused() {
        Response made =
                send(
                        "/console/profiles",
                        Map.of(
                                "provider",
                                "bitbucket-sandbox",
                                "name",
                                "Second <one>",
                                "client_id",
                                journey.consumer().clientId(),
                                "client_secret",
                                journey.consumer().clientSecret(),
                                "permissions",
                                "account"));
        String path = made.header("Location").replaceAll("\\?.*", "");

        assertThat(made.header("Location")).contains("accepted");
        assertThat(page(path))
                .contains("Second &lt;one&gt;")
                .doesNotContain(journey.consumer().clientSecret());
        Response wrong = send(path + "/secret", Map.of("client_secret", "no-such-secret"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        send(path + "/delete", Map.of());
        assertThat(browser().get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aWebhookShowsItsSecretOnceAndItsDeliveries() {
        String html = send("/console/webhooks", Map.of("url", "ftp://nowhere")).asString();
        assertThat(html).contains("value=\"ftp://nowhere\"").contains("url ");
        assertThat(page("/console/events")).contains("Nothing happened yet");
    }

    @Test
    void aWebhookThatIsNotReachedSaysSoAndWhatToDo() {
        connected();
        String tenant = journey.tenant().id();
        String webhook = "whk_" + "a".repeat(26);
        Owner.execute(
                "INSERT INTO webhook (tenant_id, id, url, secret, events, status)"
                        + " VALUES (?, ?, ?, ''::bytea, '{connection.created}', 'disabled')",
                tenant,
                webhook,
                "https://hooks.example/" + "a-long-folder/".repeat(8) + "?x=1&y=2");
        Owner.execute(
                "INSERT INTO webhook_delivery (tenant_id, webhook_id, event_id, subject, attempts,"
                        + " response_status, error) SELECT tenant_id, ?, id, subject, 3, 410,"
                        + " 'the target answered 410 <i>gone</i>' FROM event WHERE tenant_id = ?",
                webhook,
                tenant);

        assertThat(page("/console/webhooks/" + webhook).replace("<wbr>", ""))
                .contains("<h1>Webhook to hooks.example</h1>")
                .contains("Lanyard switched the webhook off")
                .contains("when switched on")
                .contains("a-long-folder/?x=1&amp;y=2")
                .doesNotContain("<i>gone");
        assertThat(page("/console"))
                .contains("It was switched off: the target answered 410")
                .containsPattern("class=\"warning\"[^>]*>Webhook");

        Owner.execute(
                "UPDATE webhook_delivery SET due_at = now() + interval '1 hour',"
                        + " response_status = 500, error = 'the target answered 500'"
                        + " WHERE tenant_id = ?",
                tenant);
        Owner.execute("UPDATE webhook SET status = 'active' WHERE tenant_id = ?", tenant);
        assertThat(page("/console/webhooks/" + webhook))
                .contains(
                        "Events wait for another attempt: the target answered 500. Mend the target")
                .containsPattern("class=\"warning\"[^>]*>pending");
        assertThat(page("/console"))
                .contains("Does not work as it should")
                .contains("/console/webhooks/" + webhook)
                .contains("Events wait for another attempt: the target answered 500")
                .containsPattern("class=\"warning\"[^>]*>Webhook");

        cookie = cookie(journey.tenant().key("connect"));
        assertThat(page("/console")).doesNotContain(webhook);
    }

    @Test
    void aWebhookThatTheTenantSwitchedOffIsNoTrouble() {
        connected();
        String tenant = journey.tenant().id();
        String webhook = "whk_" + "b".repeat(26);
        Owner.execute(
                "INSERT INTO webhook (tenant_id, id, url, secret, events, status)"
                        + " VALUES (?, ?, ?, ''::bytea, '{connection.created}', 'disabled')",
                tenant,
                webhook,
                "https://hooks.example?token=not-to-be-shown");
        Owner.execute(
                "INSERT INTO webhook_delivery (tenant_id, webhook_id, event_id, subject, attempts,"
                        + " due_at, response_status, error) SELECT tenant_id, ?, id, subject, 3,"
                        + " now() + interval '1 hour', 500, 'the target answered 500'"
                        + " FROM event WHERE tenant_id = ?",
                webhook,
                tenant);
        assertThat(page("/console")).doesNotContain("Does not work", webhook);

        Owner.execute("UPDATE webhook SET status = 'active' WHERE tenant_id = ?", tenant);
        assertThat(page("/console"))
                .containsPattern("<a [^>]*" + webhook + "[^>]*>\\s*(<[^>]*>)?hooks.example<")
                .doesNotContain("not-to-be-shown");
    }

    @Test
    void aRejectedProfileIsOnTheFirstPageBeforeAnybodyIsConnected() {
        Owner.execute(
                "UPDATE connector_profile SET credentials_status = 'rejected',"
                        + " credentials_detail = 'says no' WHERE tenant_id = ?",
                journey.tenant().id());

        assertThat(page("/console"))
                .contains("/console/profiles/" + journey.profileId())
                .contains("says no")
                .contains("Three steps");
    }

    @Test
    void aKeyShowsWhenItWasLastUsed() {
        assertThat(journey.tenant().key("manage")).startsWith("key_");

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () ->
                                assertThat(page("/console/keys"))
                                        .as("one of two was used")
                                        .containsOnlyOnce("not yet"));
    }

    @Test
    void aRevokedKeyEndsItsSessions() {
        cookie = cookie(journey.tenant().key("manage"));
        String html = page("/console");
        Matcher id = Pattern.compile("Signed in by <code>(key_\\w+)</code>").matcher(html);
        assertThat(id.find()).isTrue();

        Fixtures.operator()
                .delete("/admin/v1/tenants/" + journey.tenant().id() + "/api-keys/" + id.group(1))
                .then()
                .statusCode(204);

        await().atMost(Duration.ofSeconds(6))
                .until(() -> browser().get("/console").statusCode() == 303);
    }

    @Test
    void aForgedCookieOpensNothing() {
        String forged = cookie.substring(0, cookie.length() - 2) + "AA";
        for (String value : List.of(forged, "x", "ten_a.b", journey.tenant().id() + ".AAAA", "")) {
            assertThat(
                            given().redirects()
                                    .follow(false)
                                    .cookie("lanyard_console", value)
                                    .get("/console")
                                    .statusCode())
                    .isEqualTo(303);
        }
    }

    @Test
    void signingOutForgetsTheCookie() {
        Response out = send("/console/sign-out", Map.of());

        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
    }
}
