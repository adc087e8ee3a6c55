package dev.lanyard.provider.branding;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.authorize.Browser;
import dev.lanyard.authorize.Journey;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Images;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a profile's connect pages look. */
abstract class BrandingCases {
    private static final String INTRO = "We read <your> \"repositories\" & nothing else.";
    private static final String SUPPORT = "https://help.example/connect?topic=1&lang=en";

    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private ValidatableResponse patch(Object branding) {
        Map<String, Object> body = new HashMap<>();
        body.put("branding", branding);
        return journey.api()
                .body(body)
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then();
    }

    private static Map<String, Object> full() {
        return new HashMap<>(
                Map.of(
                        "logo",
                        Images.url("image/png", Images.of("png")),
                        "color",
                        "#FFD400",
                        "intro",
                        INTRO,
                        "support_url",
                        SUPPORT));
    }

    private String logo() {
        return patch(full()).statusCode(200).extract().path("branding.logo");
    }

    @Test
    void isShownAsItWasGivenAndTheLogoByItsAddress() {
        patch(full())
                .statusCode(200)
                .body("branding.color", equalTo("#ffd400"))
                .body("branding.intro", equalTo(INTRO))
                .body("branding.support_url", equalTo(SUPPORT))
                .body(
                        "branding.logo",
                        matchesPattern(
                                Journey.publicUrl()
                                        + "/connect/assets/logos/logo_[a-z0-9]+_[a-z2-7]{26}"));
    }

    @Test
    void isMadeWithTheProfileOrNot() {
        journey.api()
                .get("/v1/connector-profiles/" + journey.profileId())
                .then()
                .body("branding.logo", nullValue())
                .body("branding.color", nullValue());
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "provider", "bitbucket-sandbox",
                                "name", "Another",
                                "client_id", journey.consumer().clientId(),
                                "client_secret", journey.consumer().clientSecret(),
                                "permissions", java.util.List.of("account"),
                                "branding", full()));
        String logo =
                journey.api()
                        .body(body)
                        .post("/v1/connector-profiles")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("branding.logo");
        given().get(logo).then().statusCode(200);
    }

    @Test
    void theLogoIsServedFromHereForGood() {
        Response image = given().get(logo());

        assertThat(image.statusCode()).isEqualTo(200);
        assertThat(image.contentType()).isEqualTo("image/png");
        assertThat(image.asByteArray()).isEqualTo(Images.of("png"));
        assertThat(image.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(image.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(image.header("Content-Security-Policy")).startsWith("default-src 'none'");
    }

    @Test
    void aLogoThatWasShownMayBeGivenBackAndStays() {
        String logo = logo();

        patch(Map.of("logo", logo, "color", "#123456"))
                .statusCode(200)
                .body("branding.logo", equalTo(logo))
                .body("branding.intro", nullValue());
        given().get(logo).then().statusCode(200);
    }

    @Test
    void anotherLogoHasAnotherAddressAndTheFormerIsGone() {
        String former = logo();

        String other = logo();

        assertThat(other).isNotEqualTo(former);
        given().get(former).then().statusCode(404).header("Cache-Control", equalTo("no-store"));
        patch(Map.of()).statusCode(200).body("branding.logo", nullValue());
        given().get(other).then().statusCode(404);
    }

    @Test
    void anotherTenantsLogoIsNoneToKeep() {
        String others = logo();

        Journey mine = Journey.begin();
        mine.api()
                .body(Map.of("branding", Map.of("logo", others)))
                .patch("/v1/connector-profiles/" + mine.profileId())
                .then()
                .statusCode(400)
                .body("errors.field", contains("branding.logo"));
    }

    @Test
    void aLogoGoesWithItsTenant() {
        String logo = logo();

        Fixtures.operator()
                .delete("/admin/v1/tenants/" + journey.tenant().id())
                .then()
                .statusCode(204);

        given().get(logo).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"color":"red"}                            | branding.color
                    {"color":""}                               | branding.color
                    {"color":"#12345"}                         | branding.color
                    {"logo":""}                                | branding.logo
                    {"logo":"https://cdn.example/logo.png"}    | branding.logo
                    {"logo":"data:image/svg+xml;base64,PHN2Zz4="} | branding.logo
                    {"intro":" "}                              | branding.intro
                    {"intro":"a\\nb"}                          | branding.intro
                    {"intro":"a\\u202eb"}                      | branding.intro
                    {"support_url":"http://help.example"}      | branding.support_url
                    {"support_url":"javascript:alert(1)"}      | branding.support_url
                    {"support_url":"https://u:p@help.example"} | branding.support_url
                    {"support_url":"https://"}                 | branding.support_url
                    {"support_url":"https://h.example/\\u202e"} | branding.support_url
                    {"support_url":"mailto:a@b.example?bcc=c"} | branding.support_url
                    {"font":"Comic Sans"}                      | branding.font
                    {"color":7}                                | branding.color
                    """)
    void whatIsWrongIsNamed(String branding, String field) {
        journey.api()
                .body("{\"branding\":" + branding + "}")
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors.field", contains(field));
    }

    @Test
    void isBoundedInLength() {
        patch(Map.of("intro", "x".repeat(281))).statusCode(400);
        patch(Map.of("intro", "x".repeat(280))).statusCode(200);
        patch(Map.of("support_url", "https://h.example/" + "x".repeat(2_000))).statusCode(400);
        patch(Map.of("support_url", "mailto:help@acme.example")).statusCode(200);
        patch(Map.of("logo", Images.largest())).statusCode(200);
        patch(Map.of("logo", Images.largest() + "AAAA"))
                .statusCode(400)
                .body("errors[0].message", containsString("24576"));
        patch(null).statusCode(400);
    }

    @Test
    void theHostedPageShowsItEscapedAndAsksNoOtherHost() {
        String logo = logo().substring(Journey.publicUrl().length());

        Response page = new Browser().open(journey.session(Map.of()).connectUrl());

        assertThat(page.asString())
                .contains("<img src=\"" + logo + "\" alt=\"\">")
                .contains("<link rel=\"icon\" href=\"" + logo + "\">")
                .contains("href=\"/connect/assets/colors/ffd400/lanyard.css\"")
                .contains("We read &lt;your&gt; &quot;repositories&quot; &amp; nothing else.")
                .contains("href=\"https://help.example/connect?topic=1&amp;lang=en\"")
                .doesNotContain("<your>");
        assertThat(page.header("Content-Security-Policy")).contains("style-src 'self'");
    }

    @Test
    void anEndingShowsItToo() {
        String logo = logo().substring(Journey.publicUrl().length());

        Response page = journey.connect(new Browser(), journey.session(Map.of()), Journey.ADA);

        assertThat(page.asString())
                .contains("<img src=\"" + logo + "\" alt=\"\">", "colors/ffd400", "help.example")
                .doesNotContain("We read");
    }

    @Test
    void theStyleHasTheColour() {
        given().get("/connect/assets/colors/ffd400/lanyard.css")
                .then()
                .statusCode(200)
                .contentType("text/css")
                .header("Cache-Control", equalTo("max-age=3600"))
                .body(containsString(".card {"))
                .body(containsString("--button:#ffd400;--button-text:#000000"));
        given().get("/connect/assets/colors/red/lanyard.css").then().statusCode(404);
        given().get("/connect/assets/colors/00000000/lanyard.css").then().statusCode(404);
    }

    @Test
    void aLogoThatNobodyHasIsUnknown() {
        given().get("/connect/assets/logos/logo_none").then().statusCode(404);
        given().get("/connect/assets/logos/" + "x".repeat(500)).then().statusCode(404);
    }
}
