package dev.lanyard.provider.profile;

import dev.lanyard.authorize.Journey;
import dev.lanyard.sandbox.SandboxClient;
import dev.lanyard.sandbox.SandboxClient.Credentials;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A tenant with a consumer at the sandbox, and what it asks about profiles. */
abstract class ProfileRequests {
    static final String PROFILES = "/v1/connector-profiles";

    TestTenant tenant;
    SandboxClient sandbox;
    Credentials consumer;

    @BeforeEach
    void makeTenantAndConsumer() {
        tenant = Fixtures.tenant();
        sandbox = new SandboxClient(URI.create(Journey.publicUrl()));
        consumer = sandbox.createConsumer(callback(), "repository");
    }

    String callback() {
        return Journey.publicUrl() + "/connect/oauth2/bitbucket-sandbox/callback";
    }

    Map<String, Object> body() {
        Map<String, Object> body = new HashMap<>();
        body.put("provider", "bitbucket-sandbox");
        body.put("name", "Our product");
        body.put("client_id", consumer.clientId());
        body.put("client_secret", consumer.clientSecret());
        body.put("permissions", List.of("account", "pullrequest:write"));
        body.put("return_urls", List.of("https://app.example/connected"));
        return body;
    }

    Map<String, Object> bodyWith(String field, Object value) {
        Map<String, Object> body = body();
        body.put(field, value);
        return body;
    }

    ValidatableResponse create(Map<String, Object> body) {
        return tenant.with("manage").body(body).post(PROFILES).then();
    }

    String created() {
        return create(body()).statusCode(201).extract().path("id");
    }
}
