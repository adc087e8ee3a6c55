package dev.lanyard.tenant;

import static dev.lanyard.Fixtures.operator;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TenantsResourceTest {
    private static final String TENANTS = "/admin/v1/tenants";

    @Test
    void createsShowsRenamesAndDeletes() {
        String id =
                operator()
                        .body(Map.of("name", "Acme"))
                        .post(TENANTS)
                        .then()
                        .statusCode(201)
                        .body("name", equalTo("Acme"))
                        .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"))
                        .extract()
                        .path("id");

        operator()
                .body(Map.of("name", "Acme 2"))
                .patch(TENANTS + "/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Acme 2"));
        operator().get(TENANTS + "/" + id).then().statusCode(200).body("name", equalTo("Acme 2"));
        operator().delete(TENANTS + "/" + id).then().statusCode(204);
        operator().get(TENANTS + "/" + id).then().statusCode(404);
        operator().delete(TENANTS + "/" + id).then().statusCode(404);
    }
}
