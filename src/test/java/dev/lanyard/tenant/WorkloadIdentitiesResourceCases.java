package dev.lanyard.tenant;

import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static dev.lanyard.support.Workloads.PATH;
import static dev.lanyard.support.Workloads.identity;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.lanyard.id.Ids;
import dev.lanyard.support.IssuerStandIn;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

abstract class WorkloadIdentitiesResourceCases {
    private static final String ISSUER = IssuerStandIn.mounted().url();

    private String tenant;
    private String subject;

    @BeforeEach
    void createTenant() {
        tenant = tenant().id();
        subject = "system:serviceaccount:acme:" + Ids.random();
    }

    private String create() {
        return operator()
                .body(identity(ISSUER, "lanyard", subject, "tokens", "connect"))
                .post(PATH, tenant)
                .then()
                .statusCode(201)
                .body("id", startsWith("wid_"))
                .body("issuer", equalTo(ISSUER))
                .body("audience", equalTo("lanyard"))
                .body("subject", equalTo(subject))
                .body("scopes", equalTo(List.of("connect", "tokens")))
                .body("last_used_at", nullValue())
                .extract()
                .path("id");
    }

    @Test
    void areListedNewestFirstAndRemoved() {
        String first = create();
        subject = subject + "2";
        String second = create();

        operator().get(PATH, tenant).then().body("items.id", contains(second, first));
        operator().delete(PATH + "/" + first, tenant).then().statusCode(204);

        operator().get(PATH, tenant).then().body("items.id", contains(second));
        operator().delete(PATH + "/" + first, tenant).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void noTwoAreOfOneWorkloadWhoseverTenantTheyAre(boolean another) {
        create();

        operator()
                .body(identity(ISSUER, "lanyard", subject, "manage"))
                .post(PATH, another ? tenant().id() : tenant)
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
    }

    @Test
    void aWorkloadThatWasRemovedMayBeAnotherTenants() {
        operator().delete(PATH + "/" + create(), tenant).then().statusCode(204);

        tenant = tenant().id();
        create();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                  | issuer",
                "{\"issuer\":\"https://other.example\",\"audience\":\"a\",\"subject\":\"s\",\"scopes\":[\"tokens\"]} | issuer",
                "{\"issuer\":\"ISSUER/\",\"audience\":\"a\",\"subject\":\"s\",\"scopes\":[\"tokens\"]}      | issuer",
                "{\"issuer\":\"ISSUER\",\"audience\":\" \",\"subject\":\"s\",\"scopes\":[\"tokens\"]}       | audience",
                "{\"issuer\":\"ISSUER\",\"audience\":\"a b\",\"subject\":\"s\",\"scopes\":[\"tokens\"]}     | audience",
                "{\"issuer\":\"ISSUER\",\"audience\":\"a\",\"subject\":\"\\u0000\",\"scopes\":[\"tokens\"]} | subject",
                "{\"issuer\":\"ISSUER\",\"audience\":\"a\",\"subject\":\"é\",\"scopes\":[\"tokens\"]}       | subject",
                "{\"issuer\":\"ISSUER\",\"audience\":\"a\",\"subject\":\"s\"}                               | scopes",
                "{\"issuer\":\"ISSUER\",\"audience\":\"a\",\"subject\":\"s\",\"scopes\":[\"admin\"]}        | scopes[0]",
                "{\"issuer\":\"ISSUER\",\"audience\":\"a\",\"subject\":\"s\",\"scopes\":[\"tokens\"],\"x\":1} | x",
            })
    void namesWhatIsNotValid(String body, String field) {
        operator()
                .body(body.replace("ISSUER", ISSUER))
                .post(PATH, tenant)
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void aSubjectIsAtMost500CharactersLong() {
        subject = "s".repeat(500 - subject.length()) + subject;
        create();

        operator()
                .body(identity(ISSUER, "lanyard", subject + "x", "tokens"))
                .post(PATH, tenant)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("subject"));
    }

    @Test
    void anotherTenantsIsAnUnknownOne() {
        String id = create();

        operator().delete(PATH + "/" + id, tenant().id()).then().statusCode(404);
        operator().get(PATH, "ten_unknown").then().statusCode(404);
        operator()
                .body(identity(ISSUER, "lanyard", subject + "2", "tokens"))
                .post(PATH, "ten_unknown")
                .then()
                .statusCode(404);
        operator().get(PATH, tenant).then().body("items.id", contains(id));
    }
}
