package dev.lanyard.provider.profile;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no profile is made of. */
abstract class ConnectorProfileInputCases extends ProfileRequests {
    @Test
    void needsAccountAtBitbucketAndSaysWhy() {
        create(bodyWith("permissions", List.of("repository")))
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors.field", contains("permissions"))
                .body("errors[0].message", containsString("who connected"));
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        Map<String, Object> body = body();
        body.put("provider", "acme");
        body.put("name", " ");
        body.put("client_id", " pasted ");
        body.remove("client_secret");
        body.put("return_urls", List.of("https://ok.example", "http://plain.example"));

        create(body)
                .statusCode(400)
                .body(
                        "errors.field",
                        contains(
                                "provider",
                                "name",
                                "client_id",
                                "client_secret",
                                "return_urls[1]"));
    }

    @ParameterizedTest
    @CsvSource({"permissions,permissions[1]", "return_urls,return_urls[1]"})
    void refusesAnUnknownScopeAndANullInAList(String field, String named) {
        create(bodyWith(field, java.util.Arrays.asList("account", null)))
                .statusCode(400)
                .body("errors.field", hasItem(named));
        create(bodyWith("permissions", List.of("account", "teleport")))
                .statusCode(400)
                .body("errors.field", contains("permissions[1]"));
    }

    @Test
    void refusesAnUnknownFieldAndABodyThatIsNone() {
        create(bodyWith("secret", "x")).statusCode(400).body("errors.field", contains("secret"));
        tenant.with("manage").post(PROFILES).then().statusCode(400);
        tenant.with("manage").body("[]").post(PROFILES).then().statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"name":null}                  | name
                    {"permissions":["repository"]} | permissions
                    {"permissions":"account"}      | permissions
                    {"return_urls":["//evil"]}     | return_urls[0]
                    {"status":"paused"}            | status
                    {"client_secret":""}           | client_secret
                    {"client_id":"other"}          | client_id
                    {"provider":"bitbucket"}       | provider
                    """)
    void refusesAWrongChange(String change, String field) {
        String id = created();

        tenant.with("manage")
                .body(change)
                .patch(PROFILES + "/" + id)
                .then()
                .statusCode(400)
                .body("errors.field", hasItem(field));
    }
}
