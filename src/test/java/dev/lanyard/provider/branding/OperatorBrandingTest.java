package dev.lanyard.provider.branding;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Browser;
import dev.lanyard.authorize.Journey;
import dev.lanyard.support.Images;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What pages show where a profile says nothing, or not all. */
@QuarkusTest
@TestProfile(OperatorBrandingTest.Branded.class)
class OperatorBrandingTest {
    private static final Pattern LOGO =
            Pattern.compile("<img src=\"(/connect/assets/logos/operator_[0-9a-f]{32})\"");

    /** An operator with a logo and a colour. */
    public static class Branded implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "lanyard.brand.logo-file", logoFile().toString(),
                    "lanyard.brand.color", "#00695c",
                    "lanyard.brand.intro", "Connections by Example Cloud",
                    "lanyard.brand.support-url", "mailto:help@cloud.example");
        }

        private static Path logoFile() {
            try {
                return Files.write(Files.createTempFile("logo", ".png"), Images.of("png"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void isOnEveryPageOfTheJourney() {
        Journey journey = Journey.begin();
        Response page = new Browser().open(journey.session(Map.of()).connectUrl());
        Response unknown = new Browser().open(Journey.publicUrl() + "/connect/ct_cut");

        assertThat(page.asString())
                .contains("colors/00695c", "Connections by Example Cloud", "mailto:help@cloud");
        assertThat(unknown.asString()).contains("colors/00695c", "mailto:help@cloud");
        Matcher logo = LOGO.matcher(unknown.asString());
        assertThat(logo.find()).isTrue();
        assertThat(given().get(logo.group(1)).asByteArray()).isEqualTo(Images.of("png"));
    }

    @Test
    void givesWayToWhatAProfileSays() {
        Journey journey = Journey.begin();
        journey.api()
                .body(Map.of("branding", Map.of("color", "#123456", "intro", "Acme's own")))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);

        Response page = new Browser().open(journey.session(Map.of()).connectUrl());

        assertThat(page.asString())
                .contains("colors/123456", "Acme&#39;s own", "logos/operator_", "mailto:help@cloud")
                .doesNotContain("00695c", "Example Cloud");
    }
}
