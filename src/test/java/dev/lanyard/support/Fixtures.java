package dev.lanyard.support;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tenants of their own for tests, made as an operator makes them: over HTTP. */
public final class Fixtures {
    private Fixtures() {}

    /** A tenant of this running application. */
    public record TestTenant(String id) {

        /** A new API key with these scopes; all three when none is given. */
        public String key(String... scopes) {
            List<String> wanted =
                    scopes.length == 0
                            ? List.of("connect", "manage", "tokens")
                            : Arrays.asList(scopes);
            return operator()
                    .body(Map.of("name", "test", "scopes", wanted))
                    .post("/admin/v1/tenants/{id}/api-keys", id)
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("key");
        }

        /** Requests with a new API key of these scopes; all three when none is given. */
        public RequestSpecification with(String... scopes) {
            return bearer(key(scopes));
        }
    }

    /** A new tenant. */
    public static TestTenant tenant() {
        String id =
                operator()
                        .body(Map.of("name", "Test tenant"))
                        .post("/admin/v1/tenants")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        return new TestTenant(id);
    }

    /** Requests by the operator. */
    public static RequestSpecification operator() {
        String tokens = ConfigProvider.getConfig().getValue("lanyard.admin-token", String.class);
        return bearer(tokens.split(",")[0]);
    }

    /**
     * JSON requests with this bearer token; redirects are not followed. Use it for one request, or
     * {@code given().spec(…)} it.
     */
    public static RequestSpecification bearer(String token) {
        return given().auth()
                .preemptive()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .redirects()
                .follow(false);
    }
}
