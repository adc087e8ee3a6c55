package dev.lanyard.provider;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.lanyard.Config;
import dev.lanyard.Fixtures;
import dev.lanyard.Fixtures.TestTenant;
import dev.lanyard.problem.Problem;
import dev.lanyard.sandbox.SandboxClient;
import dev.lanyard.sandbox.SandboxClient.Credentials;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProfileCredentialsTest {
    private static final String PROFILES = "/v1/connector-profiles";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject Config config;
    @Inject Pool pool;
    @Inject ConnectorProfiles profiles;
    @Inject Clients clients;

    private TestTenant tenant;
    private SandboxClient sandbox;
    private Credentials consumer;
    private String id;

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

    private ValidatableResponse changeSecret(String secret) {
        return tenant.with("manage")
                .body(Map.of("client_secret", secret))
                .patch(PROFILES + "/" + id)
                .then();
    }

    private ValidatableResponse check() {
        return tenant.with("manage").post(PROFILES + "/" + id + "/check").then();
    }

    private ValidatableResponse events() {
        return tenant.with("manage").get("/v1/events").then().statusCode(200);
    }

    private Client client() {
        return clients.of(tenant.id(), id).await().atMost(PATIENCE);
    }

    /** Stores this secret while the provider cannot say that it is another. */
    private void changeSecretUnseen(String secret) {
        sandbox.change(consumer.clientId(), JsonObject.of("client_secret", secret));
        sandbox.faults(consumer.clientId(), fault("error_5xx", "exchange"));
        changeSecret(secret).statusCode(200).body("credentials.status", equalTo("unverified"));
        sandbox.faults(consumer.clientId());
        sandbox.change(
                consumer.clientId(), JsonObject.of("client_secret", consumer.clientSecret()));
    }

    @Test
    void areOpenedForUse() {
        Client client = client();

        assertThat(client.credentials().clientId()).isEqualTo(consumer.clientId());
        assertThat(client.credentials().clientSecret()).isEqualTo(consumer.clientSecret());
        assertThat(client.profile().permissions()).containsExactly("email", "account");
        assertThat(client.toString()).doesNotContain(consumer.clientSecret());
    }

    @Test
    void areSealedInTheDatabase() {
        byte[] stored = row().getBuffer("client_secret").getBytes();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(consumer.clientSecret());
    }

    @Test
    void areNotOpenedForAnotherTenant() {
        TestTenant other = Fixtures.tenant();

        assertThatThrownBy(() -> clients.of(other.id(), id).await().atMost(PATIENCE))
                .isInstanceOf(Problem.class)
                .hasMessage(Problem.notFound().detail());
    }

    @Test
    void stayAsTheyAreWhenTheProviderRejectsTheNewSecret() {
        changeSecret("wrong")
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors.field", contains("client_secret"))
                .body("errors[0].message", containsString("the old one stays"));

        assertThat(client().credentials().clientSecret()).isEqualTo(consumer.clientSecret());
        check().statusCode(200).body("credentials.status", equalTo("accepted"));
    }

    @Test
    void areReplacedWhenTheProviderTakesTheNewSecret() {
        sandbox.change(consumer.clientId(), JsonObject.of("client_secret", "rotated"));

        changeSecret("rotated").statusCode(200).body("credentials.status", equalTo("accepted"));

        assertThat(client().credentials().clientSecret()).isEqualTo("rotated");
        assertThat(client().profile().formerClientSecret).isNull();
    }

    @Test
    void keepTheFormerSecretUntilTheNewOneIsKnownToWork() {
        changeSecretUnseen("wrong");
        assertThat(client().credentials().clientSecret()).isEqualTo("wrong");

        check().statusCode(200).body("credentials.status", equalTo("accepted"));

        assertThat(client().credentials().clientSecret()).isEqualTo(consumer.clientSecret());
        assertThat(client().profile().formerClientSecret).isNull();
        events().body("items", hasSize(0));
    }

    @Test
    void dropTheFormerSecretWhenTheNewOneIsAccepted() {
        changeSecretUnseen("rotated");
        sandbox.change(consumer.clientId(), JsonObject.of("client_secret", "rotated"));

        profiles.accepted(client().profile()).await().atMost(PATIENCE);

        assertThat(client().profile().credentialsStatus()).isEqualTo(CredentialsStatus.ACCEPTED);
        assertThat(client().profile().formerClientSecret).isNull();
        assertThat(client().credentials().clientSecret()).isEqualTo("rotated");
    }

    @Test
    void fallBackToTheLastSecretThatWasNotUnseen() {
        changeSecretUnseen("wrong");
        changeSecretUnseen("wrong-too");

        profiles.rejected(client().profile(), "No.").await().atMost(PATIENCE);

        assertThat(client().credentials().clientSecret()).isEqualTo(consumer.clientSecret());
        assertThat(client().profile().credentialsStatus()).isEqualTo(CredentialsStatus.UNVERIFIED);
        assertThat(client().profile().credentialsDetail())
                .hasValueSatisfying(detail -> assertThat(detail).contains("former one", "No."));
    }

    @Test
    void tellOnceThatTheyAreRejected() {
        Client presented = client();

        List<Uni<Void>> sixteen =
                IntStream.range(0, 16)
                        .mapToObj(i -> profiles.rejected(presented.profile(), "No."))
                        .toList();
        Uni.join().all(sixteen).andFailFast().await().atMost(PATIENCE);

        events().body("items.type", contains("connector_profile.credentials_rejected"))
                .body("items[0].data.connector_profile_id", equalTo(id))
                .body("items[0].data.detail", equalTo("No."));
        tenant.with()
                .get(PROFILES + "/" + id)
                .then()
                .body("credentials.status", equalTo("rejected"))
                .body("credentials.detail", equalTo("No."));
    }

    @Test
    void tellAgainAfterTheyHadWorked() {
        profiles.rejected(client().profile(), "No.").await().atMost(PATIENCE);
        profiles.accepted(client().profile()).await().atMost(PATIENCE);
        profiles.rejected(client().profile(), "No more.").await().atMost(PATIENCE);

        events().body("items", hasSize(2));
    }

    @Test
    void areNotJudgedByAnAnswerAboutAnEarlierSecret() {
        Client presented = client();
        sandbox.change(consumer.clientId(), JsonObject.of("client_secret", "rotated"));
        changeSecret("rotated").statusCode(200);

        profiles.rejected(presented.profile(), "No.").await().atMost(PATIENCE);

        assertThat(client().profile().credentialsStatus()).isEqualTo(CredentialsStatus.ACCEPTED);
        events().body("items", hasSize(0));
    }

    @Test
    void stayRejectedWhileTheProviderCannotBeAsked() {
        profiles.rejected(client().profile(), "No.").await().atMost(PATIENCE);
        sandbox.faults(consumer.clientId(), fault("rate_limited", "exchange"));

        check().statusCode(200).body("credentials.status", equalTo("rejected"));

        sandbox.faults(consumer.clientId());
        check().statusCode(200).body("credentials.status", equalTo("accepted"));
    }

    @Test
    void areUnverifiedWhenACheckGetsNoAnswer() {
        sandbox.faults(consumer.clientId(), fault("rate_limited", "exchange"));

        check().statusCode(200)
                .body("credentials.status", equalTo("unverified"))
                .body("credentials.detail", containsString("429"));
    }

    @Test
    void areNotCheckedAnyNumberOfTimes() {
        List<Integer> statuses =
                IntStream.range(0, 14).mapToObj(i -> check().extract().statusCode()).toList();

        assertThat(statuses).startsWith(200).endsWith(429).hasSize(14);
        check().statusCode(429)
                .body("code", equalTo("rate_limited"))
                .header("Retry-After", equalTo("60"));
    }

    @Test
    void outliveTheirProvidersEntry() {
        execute("UPDATE connector_profile SET provider = 'gone' WHERE tenant_id = $1 AND id = $2");

        tenant.with()
                .get(PROFILES)
                .then()
                .statusCode(200)
                .body("items[0].provider", equalTo("gone"))
                .body("items[0].callback_url", containsString("/connect/oauth2/gone/callback"));
        tenant.with("manage")
                .body(Map.of("name", "Renamed"))
                .patch(PROFILES + "/" + id)
                .then()
                .statusCode(200);
        check().statusCode(503).body("code", equalTo("provider_unavailable"));
        changeSecret("x").statusCode(503);
    }

    @Test
    void keepTheirProfileWhileItHasConnections() {
        execute(
                """
                INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id)
                SELECT $1, 'conn_' || n || $2, $2, 'bitbucket-sandbox', 'user', n::text FROM generate_series(1, 3) n
                """);

        tenant.with("manage")
                .delete(PROFILES + "/" + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"))
                .body("detail", containsString("3 connections"));

        execute("DELETE FROM connection WHERE tenant_id = $1 AND connector_profile_id = $2");
        tenant.with("manage").delete(PROFILES + "/" + id).then().statusCode(204);
    }

    private Row row() {
        return pool.preparedQuery(
                        "SELECT * FROM connector_profile WHERE tenant_id = $1 AND id = $2")
                .execute(Tuple.of(tenant.id(), id))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next();
    }

    private void execute(String sql) {
        pool.preparedQuery(sql).execute(Tuple.of(tenant.id(), id)).await().atMost(PATIENCE);
    }
}
