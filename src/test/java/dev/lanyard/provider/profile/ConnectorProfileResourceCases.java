package dev.lanyard.provider.profile;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles are made, shown, changed, checked and deleted. */
abstract class ConnectorProfileResourceCases extends ProfileRequests {
    @Test
    void createsAProfileAndChecksItsCredentialsAtOnce() {
        create(body())
                .statusCode(201)
                .body("id", matchesPattern("prof_[a-z2-7]{26}"))
                .body("provider", equalTo("bitbucket-sandbox"))
                .body("name", equalTo("Our product"))
                .body("client_id", equalTo(consumer.clientId()))
                .body("callback_url", equalTo(callback()))
                .body(
                        "permissions",
                        contains(
                                "email",
                                "account",
                                "repository",
                                "repository:write",
                                "pullrequest",
                                "pullrequest:write"))
                .body("status", equalTo("active"))
                .body("credentials.status", equalTo("accepted"))
                .body("credentials.checked_at", matchesPattern("\\d{4}-.*Z"))
                .body("credentials.detail", nullValue())
                .body("return_urls", contains("https://app.example/connected"))
                .body("send_redirect_uri", equalTo(true))
                .body("created_at", matchesPattern("\\d{4}-.*Z"))
                .body("containsKey('client_secret')", equalTo(false));
    }

    @Test
    void saysThatTheProviderRejectsTheCredentials() {
        create(bodyWith("client_secret", "wrong"))
                .statusCode(201)
                .body("credentials.status", equalTo("rejected"))
                .body("credentials.detail", containsString("Invalid OAuth client credentials"));
    }

    @Test
    void saysThatTheProviderCouldNotBeAsked() {
        sandbox.faults(consumer.clientId(), fault("error_5xx", "exchange"));

        create(body())
                .statusCode(201)
                .body("credentials.status", equalTo("unverified"))
                .body("credentials.detail", containsString("could not be asked"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "tokens"})
    void isShownToEveryKeyAndMadeByThoseThatManage(String scope) {
        String id = created();

        tenant.with(scope).get(PROFILES).then().statusCode(200).body("items.id", contains(id));
        tenant.with(scope).get(PROFILES + "/" + id).then().statusCode(200);
        tenant.with(scope).body(body()).post(PROFILES).then().statusCode(403);
        tenant.with(scope).body(Map.of()).patch(PROFILES + "/" + id).then().statusCode(403);
        tenant.with(scope).post(PROFILES + "/" + id + "/check").then().statusCode(403);
        tenant.with(scope).delete(PROFILES + "/" + id).then().statusCode(403);
    }

    @Test
    void isUnknownToOtherTenants() {
        String id = created();
        TestTenant other = Fixtures.tenant();

        other.with().get(PROFILES).then().statusCode(200).body("items", hasSize(0));
        other.with().get(PROFILES + "/" + id).then().statusCode(404);
        other.with().body(Map.of("name", "Mine")).patch(PROFILES + "/" + id).then().statusCode(404);
        other.with().post(PROFILES + "/" + id + "/check").then().statusCode(404);
        other.with().delete(PROFILES + "/" + id).then().statusCode(404);
        tenant.with().get(PROFILES + "/" + id).then().statusCode(200);
    }

    @Test
    void listsNewestFirstPageByPage() {
        String first = created();
        String second = created();
        String third = created();

        String cursor =
                tenant.with()
                        .queryParam("limit", 2)
                        .get(PROFILES)
                        .then()
                        .body("items.id", contains(third, second))
                        .extract()
                        .path("next_cursor");

        tenant.with()
                .queryParam("cursor", cursor)
                .get(PROFILES)
                .then()
                .body("items.id", contains(first))
                .body("next_cursor", nullValue());
    }

    @Test
    void changesWhatIsGivenAndNothingElse() {
        String id = created();

        tenant.with("manage")
                .body(Map.of("name", "Renamed", "permissions", List.of("account")))
                .patch(PROFILES + "/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Renamed"))
                .body("permissions", contains("email", "account"))
                .body("return_urls", contains("https://app.example/connected"))
                .body("status", equalTo("active"));

        tenant.with("manage")
                .body(
                        Map.of(
                                "status",
                                "disabled",
                                "return_urls",
                                List.of(),
                                "send_redirect_uri",
                                false))
                .patch(PROFILES + "/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Renamed"))
                .body("status", equalTo("disabled"))
                .body("return_urls", hasSize(0))
                .body("send_redirect_uri", equalTo(false));
    }

    @Test
    void deletesAProfileWithoutConnections() {
        String id = created();

        tenant.with("manage").delete(PROFILES + "/" + id).then().statusCode(204);

        tenant.with("manage").get(PROFILES + "/" + id).then().statusCode(404);
        tenant.with("manage").delete(PROFILES + "/" + id).then().statusCode(404);
    }

    @Test
    void checksAgainWhenAsked() {
        String id = created();
        sandbox.faults(consumer.clientId(), fault("wrong_secret", "exchange"));

        tenant.with("manage")
                .post(PROFILES + "/" + id + "/check")
                .then()
                .statusCode(200)
                .body("credentials.status", equalTo("rejected"))
                .body("credentials.checked_at", notNullValue());

        sandbox.faults(consumer.clientId());
        tenant.with("manage")
                .post(PROFILES + "/" + id + "/check")
                .then()
                .statusCode(200)
                .body("credentials.status", equalTo("accepted"))
                .body("credentials.detail", nullValue());
    }

    @Test
    void neverShowsTheSecret() {
        String id = created();

        String shown = tenant.with().get(PROFILES + "/" + id).then().extract().asString();

        org.assertj.core.api.Assertions.assertThat(shown).doesNotContain(consumer.clientSecret());
        tenant.with().get(PROFILES).then().body("toString()", not(containsString("secret")));
    }
}
