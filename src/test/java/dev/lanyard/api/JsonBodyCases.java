package dev.lanyard.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Mutations;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile JSON for a resource of the API. */
public abstract class JsonBodyCases {
    private TestTenant tenant;
    private String key;

    @BeforeEach
    void createTenant() {
        tenant = Fixtures.tenant();
        key = tenant.key("connect");
    }

    private ValidatableResponse create(byte[] session) {
        return Fixtures.bearer(key)
                .contentType("application/json")
                .body(session)
                .post("/v1/connect-sessions")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("validation_failed"));
    }

    private ValidatableResponse create(String session) {
        return create(session.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"origin\":1}                          | origin",
                "{\"expires_in\":\"60\"}                 | expires_in",
                "{\"expires_in\":1.5}                    | expires_in",
                "{\"require_confirmation\":\"true\"}     | require_confirmation",
                "{\"end_user\":[]}                       | end_user",
                "{\"end_user\":{\"id\":1}}               | end_user.id",
                "{\"end_user\":{\"ID\":\"u1\"}}          | end_user.ID",
                "{\"unknown\":1}                         | unknown",
                "{\"expiresIn\":60}                      | expiresIn",
                "{\"origin\":\"a\",\"origin\":\"b\"}     | origin",
                "{\"metadata\":{\"a\":1,\"a\":2}}        | metadata.a",
            })
    void namesTheFieldThatIsNotValid(String session, String field) {
        create(session).body("errors[0].field", equalTo(field));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        create("{\"origin\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void refusesNestingWithoutEnd() {
        create("{\"metadata\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_001))
                .body("errors[0].field", equalTo("body"));
    }

    @Test
    void refusesANumberWithoutEnd() {
        create("{\"metadata\":{\"n\":" + "9".repeat(5_000) + "}}");
    }

    /** Mutations are read or refused, and no refusal quotes what was sent. */
    @Test
    void mutatedBodiesAreReadOrRefusedAndNeverQuoted() {
        Mutations mutations = new Mutations(20261123);
        String sample =
                "{\"name\":\"k\",\"scopes\":[\"connect\"],\"expires_at\":\"2099-01-31T12:00:00Z\","
                        + "\"secret\":\"canary-canary\"}";
        for (int i = 0; i < 500; i++) {
            byte[] body = mutations.of(sample);
            Response answer =
                    Fixtures.operator()
                            .body(body)
                            .post("/admin/v1/tenants/{id}/api-keys", tenant.id());
            assertThat(answer.statusCode())
                    .as(new String(body, StandardCharsets.UTF_8))
                    .isIn(201, 400);
            assertThat(answer.asString()).doesNotContain("canary-canary");
        }
    }
}
