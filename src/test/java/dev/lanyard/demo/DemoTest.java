package dev.lanyard.demo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.lanyard.config.Config;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DemoTest.Dev.class)
class DemoTest {
    @Inject Demo demo;
    @Inject WelcomeMessage welcome;
    @Inject Config config;

    /** The application as {@code quarkus:dev} runs it. */
    public static class Dev implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "dev";
        }
    }

    @Test
    void keepsItsTenant() {
        DemoTenant tenant = demo.tenant();

        assertThat(new Demo(config).tenant()).isEqualTo(tenant);
        assertThat(tenant.toString()).doesNotContain(tenant.apiKey());
    }

    @Test
    void hasAProfileWhoseCredentialsTheSandboxAccepts() {
        DemoTenant tenant = demo.tenant();

        given().auth()
                .oauth2(tenant.apiKey())
                .get("/v1/connector-profiles/" + tenant.profileId())
                .then()
                .statusCode(200)
                .body("credentials.status", equalTo("accepted"));
    }

    @Test
    void sendsItsEndUserToAConnectSession() {
        given().redirects()
                .follow(false)
                .get("/demo")
                .then()
                .statusCode(303)
                .header("Location", startsWith(config.publicUrl() + "/connect/ct_"));
    }

    @Test
    void hasAPageWithAPopupAndShowsItsScript() {
        given().get("/demo/popup")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("connect-src 'self'"))
                .body(containsString("src=\"/demo/popup.js\""))
                .body(containsString("/connect/lanyard.mjs"));
        given().get("/demo/popup.js").then().statusCode(200).contentType("text/javascript");
        given().post("/demo/connect-sessions")
                .then()
                .statusCode(200)
                .body("connect_url", startsWith(config.publicUrl() + "/connect/ct_"));
    }

    @Test
    void welcomesWithTheKeyAndTheBodyOfASession() {
        DemoTenant tenant = demo.tenant();

        assertThat(welcome.text(tenant))
                .contains(config.publicUrl() + "/demo\n")
                .contains("KEY=" + tenant.apiKey() + "\n")
                .contains("-d '" + demo.newSession(tenant).encode() + "'");
    }

    @Test
    void welcomesWithAddressesThatExist() {
        Matcher address =
                Pattern.compile(
                                "(?m)"
                                        + Pattern.quote(config.publicUrl() + "")
                                        + "[^\\s\"$]*$|"
                                        + Pattern.quote(config.publicUrl() + "")
                                        + "/[a-z/]+(?=\\s{2,})")
                        .matcher(welcome.text(demo.tenant()));

        int addresses = 0;
        while (address.find()) {
            addresses++;
            given().redirects().follow(false).get(address.group()).then().statusCode(lessThan(400));
        }
        assertThat(addresses).isGreaterThan(4);
    }

    @Test
    void hasAFirstPageThatLeadsOn() {
        given().get("/")
                .then()
                .statusCode(200)
                .body(containsString("href=\"/demo\""))
                .body(containsString(demo.tenant().apiKey()))
                .body(containsString("{\"connector_profile_id\""));
    }

    @Test
    void showsHowToReadTheTokenOfAConnection() {
        done("connected", "conn_abc").body(containsString("/v1/connections/conn_abc/token"));
    }

    @Test
    void makesNoCommandOfWhatIsNotAConnection() {
        done("connected", "conn_abc; rm -rf ~")
                .body(not(containsString("curl")))
                .body(not(containsString("rm -rf")));
        done("failed", "conn_abc").body(not(containsString("curl")));
    }

    private static ValidatableResponse done(String status, String connectionId) {
        return given().queryParam("status", status)
                .queryParam("connection_id", connectionId)
                .get("/demo/done")
                .then()
                .statusCode(200);
    }
}
