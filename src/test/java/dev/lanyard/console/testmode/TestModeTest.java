package dev.lanyard.console.testmode;

import static dev.lanyard.authorize.Journey.outcome;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey;
import dev.lanyard.support.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Test mode, as a browser without scripts sees it. */
@QuarkusTest
class TestModeTest {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([a-z2-7]{26})\"");

    private Journey journey;
    private String cookie;

    @BeforeEach
    void signIn() {
        journey = Journey.begin();
        cookie = cookie(journey.tenant().key());
    }

    @AfterEach
    void eraseTenant() {
        Fixtures.operator().delete("/admin/v1/tenants/" + journey.tenant().id());
    }

    private static String cookie(String key) {
        return given().redirects()
                .follow(false)
                .formParam("key", key)
                .post("/console/sign-in")
                .cookie("lanyard_console");
    }

    private RequestSpecification browser() {
        return given().redirects().follow(false).cookie("lanyard_console", cookie);
    }

    private String page(String path) {
        return browser().get(path).then().statusCode(200).extract().asString();
    }

    private Response send(String path, Map<String, ?> fields) {
        Matcher csrf = CSRF.matcher(page("/console/test-mode"));
        assertThat(csrf.find()).isTrue();
        return browser().formParams(fields).formParam("csrf", csrf.group(1)).post(path);
    }

    private Response let(TrialChoice fault, String profile) {
        return send("/console/test-mode/faults", Map.of("profile", profile, "fault", fault.key()));
    }

    /** The words of the page, whatever names stand in them. */
    private static String heading(String html) {
        Matcher heading = Pattern.compile("<h1>(.*?)</h1>").matcher(html);
        assertThat(heading.find()).as(html).isTrue();
        return heading.group(1);
    }

    @Test
    void aSandboxProfileIsMadeInOneClickAndConnectsAnAccount() {
        Response made = send("/console/test-mode/profile", Map.of());

        assertThat(made.statusCode()).as(made.asString()).isEqualTo(303);
        Matcher id = Pattern.compile("prof_[a-z0-9]+").matcher(made.header("Location"));
        assertThat(id.find()).isTrue();
        assertThat(journey.api().get("/v1/connector-profiles/" + id.group()).asString())
                .contains("\"accepted\"")
                .contains("bitbucket-sandbox");
        assertThat(page("/console/test-mode")).contains(id.group());
        assertThat(page("/console/audit?object=" + id.group()))
                .contains("connector_profile.created");
        Response link =
                journey.create(
                        Map.of("connector_profile_id", id.group(), "end_user", Map.of("id", "u1")));
        assertThat(link.statusCode()).isEqualTo(201);
    }

    /** What is shown before is what comes then. */
    @ParameterizedTest
    @EnumSource(
            value = TrialChoice.class,
            names = {"REFRESH_FAILS", "GRANT_REVOKED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aFaultEndsTheJourneyAsItsPreviewShows(TrialChoice fault) {
        Journey.Session session = journey.session(Map.of());
        assertThat(let(fault, journey.profileId()).statusCode()).isEqualTo(303);

        Response end = journey.connect(session);

        JsonPath told = journey.read(session);
        String error = told.getString("error.code");
        assertThat(error == null ? told.getString("status") : error)
                .isEqualTo(fault.ending().orElseThrow());
        String preview = "/console/test-mode/preview/" + fault.key() + "/en";
        assertThat(page("/console/test-mode?fault=" + fault.key())).contains(preview);
        assertThat(heading(page(preview))).isEqualTo(heading(end.asString()));
    }

    @Test
    void previewsSpeakTheLanguagesOfThePagesAndMayBeFramedByOurOwnOnly() {
        Response german = browser().get("/console/test-mode/preview/denied/de");

        assertThat(german.header("Content-Security-Policy")).contains("frame-ancestors 'self'");
        assertThat(german.asString()).contains("lang=\"de\"");
        assertThat(heading(german.asString()))
                .isNotEqualTo(heading(page("/console/test-mode/preview/denied/en")));
        assertThat(browser().get("/console").header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'");
    }

    @Test
    void aFaultAtARefreshIsSeenByNobodyAndSwitchedOffAgain() {
        Journey.Session session = journey.session();
        journey.connect(session);
        String id = journey.read(session).getString("connection_id");

        let(TrialChoice.REFRESH_FAILS, journey.profileId());
        assertThat(page("/console/test-mode?fault=refresh_fails"))
                .contains("Nothing: it happens behind their back")
                .contains("error_5xx at refresh");
        assertThat(journey.api().post("/v1/connections/" + id + "/refresh").statusCode())
                .isEqualTo(503);

        let(TrialChoice.NONE, journey.profileId());
        assertThat(page("/console/test-mode")).doesNotContain("error_5xx at refresh");
    }

    @Test
    void anotherTenantsProfileIsUnknown() {
        Journey other = Journey.begin();

        assertThat(let(TrialChoice.DENIED, other.profileId()).statusCode()).isEqualTo(404);
        assertThat(outcome(other.connect(other.session()))).containsEntry("status", "connected");
    }

    @Test
    void scopesHold() {
        cookie = cookie(journey.tenant().key("tokens"));

        assertThat(send("/console/test-mode/profile", Map.of()).statusCode()).isEqualTo(403);
    }
}
