package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.support.Images;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a phone on a slow network has to fetch, as served, without compression. */
@QuarkusTest
class PageWeightTest {
    private static final int MOST_BYTES = 30 * 1024;
    private static final Pattern ASSET =
            Pattern.compile("<(?:link|script|img)[^>]* (?:href|src)=\"([^\"]+)\"");

    private Journey journey;

    @BeforeEach
    void askForMuch() {
        journey = Journey.begin();
        journey.api()
                .body(
                        Map.of(
                                "permissions",
                                List.of(
                                        "account",
                                        "project:admin",
                                        "pullrequest:write",
                                        "repository:admin",
                                        "repository:delete",
                                        "issue:write",
                                        "pipeline:variable",
                                        "webhook",
                                        "snippet:write",
                                        "wiki")))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);
    }

    private static List<String> assets(Response page) {
        return ASSET.matcher(page.asString()).results().map(m -> m.group(1)).distinct().toList();
    }

    private static int bytes(Response page) {
        int sum = page.asByteArray().length;
        for (String asset : assets(page)) {
            Response file = new Browser().open(Journey.publicUrl() + asset);
            assertThat(file.statusCode()).as(asset).isEqualTo(200);
            assertThat(file.header("Cache-Control")).as(asset).contains("max-age=");
            sum += file.asByteArray().length;
        }
        return sum;
    }

    @Test
    void theHostedPageIsOneDocumentAndTwoAssets() {
        Response page = new Browser().open(journey.session(Map.of()).connectUrl());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(assets(page)).hasSizeLessThanOrEqualTo(2);
        assertThat(bytes(page)).isLessThan(MOST_BYTES);
    }

    /** The logo is the tab's icon, too. */
    @Test
    void theLargestLogoAddsNoAssetAndStaysWithinTheWeight() {
        journey.api()
                .body(Map.of("branding", Map.of("logo", Images.largest(), "color", "#ffd400")))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);

        Response page = new Browser().open(journey.session(Map.of()).connectUrl());

        assertThat(assets(page)).hasSize(2);
        assertThat(bytes(page)).isLessThan(MOST_BYTES);
    }

    /** The third tells the window that opened it. */
    @Test
    void anEndingIsOneDocumentAndThreeAssets() {
        Session session = journey.session(Map.of("origin", "https://app.example"));
        Response page = journey.connect(new Browser(), session, Journey.ADA);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(assets(page)).hasSizeLessThanOrEqualTo(3);
        assertThat(bytes(page)).isLessThan(MOST_BYTES);
    }
}
