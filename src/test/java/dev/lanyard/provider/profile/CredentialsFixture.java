package dev.lanyard.provider.profile;

import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.config.Config;
import dev.lanyard.sandbox.SandboxClient;
import dev.lanyard.sandbox.SandboxClient.Credentials;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A profile at the sandbox whose credentials are accepted. */
abstract class CredentialsFixture {
    static final String PROFILES = "/v1/connector-profiles";
    static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject Config config;
    @Inject Pool pool;
    @Inject CredentialsRecords records;
    @Inject ProfileClients clients;

    TestTenant tenant;
    SandboxClient sandbox;
    Credentials consumer;
    String id;

    @BeforeEach
    void makeProfile() {
        tenant = Fixtures.tenant();
        sandbox = new SandboxClient(config.publicUrl());
        consumer = sandbox.createConsumer("https://client.example/callback");
        id =
                tenant.with("manage")
                        .body(
                                Map.of(
                                        "provider", "bitbucket-sandbox",
                                        "name", "Ours",
                                        "client_id", consumer.clientId(),
                                        "client_secret", consumer.clientSecret(),
                                        "permissions", List.of("account"),
                                        "return_urls", List.of()))
                        .post(PROFILES)
                        .then()
                        .statusCode(201)
                        .body("credentials.status", equalTo("accepted"))
                        .extract()
                        .path("id");
    }

    ValidatableResponse changeSecret(String secret) {
        return tenant.with("manage")
                .body(Map.of("client_secret", secret))
                .patch(PROFILES + "/" + id)
                .then();
    }

    ValidatableResponse check() {
        return tenant.with("manage").post(PROFILES + "/" + id + "/check").then();
    }

    ValidatableResponse events() {
        return tenant.with("manage").get("/v1/events").then().statusCode(200);
    }

    ProfileClient client() {
        return clients.of(tenant.id(), id).await().atMost(PATIENCE);
    }
}
