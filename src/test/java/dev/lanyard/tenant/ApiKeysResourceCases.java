package dev.lanyard.tenant;

import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.id.TenantToken;
import dev.lanyard.support.Owner;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

abstract class ApiKeysResourceCases {
    private static final String KEYS = "/admin/v1/tenants/{id}/api-keys";

    private String tenant;

    @BeforeEach
    void createTenant() {
        tenant = tenant().id();
    }

    @Test
    void showsAKeyOnceAndKeepsItsHashOnly() {
        String key =
                operator()
                        .body("{\"name\":\"CI\",\"scopes\":[\"tokens\",\"connect\",\"tokens\"]}")
                        .post(KEYS, tenant)
                        .then()
                        .statusCode(201)
                        .header("Cache-Control", equalTo("no-store"))
                        .body("name", equalTo("CI"))
                        .body("scopes", equalTo(java.util.List.of("connect", "tokens")))
                        .body("expires_at", nullValue())
                        .body("$", hasKey("expires_at"))
                        .extract()
                        .path("key");

        operator()
                .get(KEYS, tenant)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0]", not(hasKey("key")))
                .body("next_cursor", nullValue());
        assertThat(
                        Owner.column(
                                "SELECT encode(hash, 'hex') FROM api_key WHERE tenant_id = ?",
                                tenant))
                .containsExactly(HexFormat.of().formatHex(TenantToken.sha256(key)));
        assertThat(Owner.column("SELECT api_key::text FROM api_key WHERE tenant_id = ?", tenant))
                .noneMatch(row -> row.contains(key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                       | name",
                "{\"name\":\"  \",\"scopes\":[\"tokens\"]}                                | name",
                "{\"name\":null,\"scopes\":[\"tokens\"]}                                  | name",
                "{\"name\":\"a\"}                                                         | scopes",
                "{\"name\":\"a\",\"scopes\":[]}                                           | scopes",
                "{\"name\":\"a\",\"scopes\":[\"admin\"]}                                  |"
                        + " scopes[0]",
                "{\"name\":\"a\",\"scopes\":[\"MANAGE\"]}                                 |"
                        + " scopes[0]",
                "{\"name\":\"a\",\"scopes\":[\"tokens\"],\"expires_at\":\"2020-01-01T00:00:00Z\"} |"
                        + " expires_at",
                "{\"name\":\"a\",\"scopes\":[\"tokens\"],\"key\":\"mine\"}                | key",
            })
    void namesWhatIsNotValid(String body, String field) {
        operator()
                .body(body)
                .post(KEYS, tenant)
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void refusesNullAmongTheScopes() {
        operator()
                .body("{\"name\":\"a\",\"scopes\":[null]}")
                .post(KEYS, tenant)
                .then()
                .statusCode(400)
                .body("errors[0].field", containsString("scopes"));
    }

    @Test
    void issuesNothingForATenantThatIsNotThere() {
        Map<String, Object> key = Map.of("name", "a", "scopes", java.util.List.of("tokens"));

        operator().body(key).post(KEYS, "ten_unknown").then().statusCode(404);
        operator().body(key).post(KEYS, "x").then().statusCode(404);
        operator().get(KEYS, "ten_unknown").then().statusCode(404);
    }
}
