package dev.lanyard.support;

import static dev.lanyard.support.Fixtures.operator;

import dev.lanyard.support.Fixtures.TestTenant;
import java.util.List;
import java.util.Map;

/** Workload identities, given as an operator gives them: over HTTP. */
public final class Workloads {
    public static final String PATH = "/admin/v1/tenants/{id}/workload-identities";
    public static final String AUDIENCE = "lanyard";

    private Workloads() {}

    /** Lets a workload of the issuer call in the tenant's name; the identity's id. */
    public static String give(
            TestTenant tenant, IssuerStandIn issuer, String subject, String... scopes) {
        return operator()
                .body(identity(issuer.url(), AUDIENCE, subject, scopes))
                .post(PATH, tenant.id())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** A body. */
    public static Map<String, Object> identity(
            String issuer, String audience, String subject, String... scopes) {
        return Map.of(
                "issuer", issuer,
                "audience", audience,
                "subject", subject,
                "scopes", List.of(scopes));
    }
}
