package dev.lanyard.problem;

import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.Fixtures;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile JSON for a resource of the API. */
abstract class JsonBodyCases {
    private String key;

    @BeforeEach
    void createTenant() {
        key = Fixtures.tenant().key("connect");
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
}
