package dev.lanyard.provider;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.config.Config;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProviderResourceTest {
    @Inject Config config;

    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = Fixtures.tenant();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "manage", "tokens"})
    void showsBitbucketWithItsGuideToAnyKey(String scope) {
        String callback = config.publicUrl() + "/connect/oauth2/bitbucket/callback";

        tenant.with(scope)
                .get("/v1/providers/bitbucket")
                .then()
                .statusCode(200)
                .body("display_name", equalTo("Bitbucket Cloud"))
                .body("callback_url", equalTo(callback))
                .body("permissions", hasSize(22))
                .body("permissions.findAll { it.required }.scope", contains("account"))
                .body("permissions.find { it.scope == 'account' }.area", equalTo("Account"))
                .body("permissions.find { it.scope == 'account' }.name", equalTo("Read"))
                .body("permissions.find { it.scope == 'account' }.implies", contains("email"))
                .body("setup_steps[0].url", containsString("/workspace/settings/api"))
                .body("setup_steps[1].url", nullValue())
                .body("setup_steps.text", hasItem(containsString(callback)))
                .body("setup_steps.text", everyItem(not(containsString("{callback_url}"))));
    }

    @Test
    void listsThemByNamePageByPage() {
        String cursor =
                tenant.with()
                        .queryParam("limit", 1)
                        .get("/v1/providers")
                        .then()
                        .statusCode(200)
                        .body("items.name", contains("bitbucket"))
                        .extract()
                        .path("next_cursor");

        tenant.with()
                .queryParam("cursor", cursor)
                .get("/v1/providers")
                .then()
                .statusCode(200)
                .body("items.name", hasItem("bitbucket-sandbox"))
                .body("items.name", not(hasItem("bitbucket")))
                .body("items[0].display_name", equalTo("Bitbucket Sandbox"))
                .body("next_cursor", nullValue());
    }

    @Test
    void servesTheSandboxUnderThePublicUrl() {
        String sandbox = config.publicUrl() + "/sandbox/bitbucket";

        tenant.with()
                .get("/v1/providers/bitbucket-sandbox")
                .then()
                .statusCode(200)
                .body("permissions", hasSize(22))
                .body("setup_steps[0].url", equalTo(sandbox + "/consumers/new"))
                .body("setup_steps[0].text", containsString("/bitbucket-sandbox/callback"));

        given().get(sandbox + "/consumers/new").then().statusCode(200);
    }

    @Test
    void knowsNoOther() {
        tenant.with()
                .get("/v1/providers/acme")
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
    }
}
