package dev.lanyard.connection.refresh;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client's own token is renewed: by asking again, once at a time, and never by its user. */
@QuarkusTest
class ClientRenewalTest {
    private Connected connection;

    @BeforeEach
    void begin() {
        connection = Connected.withoutUser(Journey.begin());
    }

    /** Requests that were granted: each makes a grant of the sandbox's. */
    private int granted() {
        return connection.sandbox().grants(connection.clientId()).size();
    }

    private String token() {
        return connection.token().then().statusCode(200).extract().path("access_token");
    }

    @Test
    void anExpiredTokenIsAskedForAgain() {
        String former = token();

        String renewed = connection.expire().accessToken();

        assertThat(renewed).isNotEqualTo(former);
        assertThat(granted()).isEqualTo(2);
        Row row = connection.row();
        assertThat(row.getLong("version")).isEqualTo(2);
        assertThat(row.getValue("refresh_token")).isNull();
        assertThat(row.getValue("presented_at")).isNull();
        assertThat(row.getValue("lease_until")).isNull();
        assertThat(connection.outcomes()).containsExactly("issued");
        assertThat(connection.status()).isEqualTo("active");
    }

    @Test
    void aTokenWithLittleLeftIsRenewedForThoseWhoNeedMore() {
        connection.expireIn(30);
        String former = connection.token(0).then().statusCode(200).extract().path("access_token");

        assertThat(
                        connection
                                .token(60)
                                .then()
                                .statusCode(200)
                                .extract()
                                .<String>path("access_token"))
                .isNotEqualTo(former);
    }

    @Test
    void aForcedRefreshAsksForAnother() {
        String former = token();

        connection.refresh().then().statusCode(200);

        assertThat(token()).isNotEqualTo(former);
    }

    @Test
    void manyReadersShareOneRequest() {
        connection.expire();

        List<CompletableFuture<String>> readers =
                Stream.generate(() -> CompletableFuture.supplyAsync(this::token))
                        .limit(24)
                        .toList();

        assertThat(readers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(granted()).isEqualTo(2);
    }

    @Test
    void aHeldLeaseIsWaitedForAndAnAbandonedOneTaken() {
        connection
                .expire()
                .sql(
                        "UPDATE token_set SET lease_until = now() + interval '2 seconds', fence ="
                                + " fence + 1 WHERE connection_id = $1");
        long begun = System.nanoTime();

        token();

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(12));
        assertThat(granted()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dropped_answer", "reset_before", "error_5xx", "malformed"})
    void aLostAnswerCostsNothing(String fault) {
        connection.sandbox().faults(connection.clientId(), once(fault, "exchange"));
        connection.expire();

        assertThat(token()).isNotEmpty();

        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.row().getValue("presented_at")).isNull();
    }

    @Test
    void aTokenThatIsGoodIsServedWhateverTheRenewalDid() {
        connection.sandbox().faults(connection.clientId(), fault("error_5xx", "exchange"));
        connection.expireIn(30);

        connection.token(3_600).then().statusCode(200);

        assertThat(connection.status()).isEqualTo("degraded");
        assertThat(connection.reason()).isEqualTo("refresh_failing");
    }

    @Test
    void anOutageIsToldAndEndsByItself() {
        connection.sandbox().faults(connection.clientId(), fault("error_5xx", "exchange"));
        connection
                .expire()
                .token()
                .then()
                .statusCode(503)
                .body("code", equalTo("provider_unavailable"));
        assertThat(connection.status()).isEqualTo("degraded");
        connection.sandbox().faults(connection.clientId());

        connection.sql(
                "UPDATE token_set SET retry_at = now(), due_at = now() WHERE connection_id = $1");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(connection.status()).isEqualTo("active"));
        connection
                .journey()
                .api()
                .get("/v1/events")
                .then()
                .body("items.type", hasItem("connection.recovered"));
    }

    @Test
    void backgroundWorkRenewsWhatIsDue() {
        connection.expireIn(60).due();

        await().atMost(Duration.ofSeconds(20)).until(() -> granted() == 2);
        await().until(() -> connection.row().getValue("due_at") == null);
    }

    @Test
    void a429PausesTheProfile() {
        connection
                .sandbox()
                .faults(
                        connection.clientId(),
                        fault("rate_limited", "exchange").put("retry_after", 60));

        connection
                .expire()
                .token()
                .then()
                .statusCode(503)
                .body("code", equalTo("provider_unavailable"));

        assertThat(connection.reason()).isEqualTo("rate_limited");
        assertThat(connection.pace().getValue("paused_until")).isNotNull();
    }

    @Test
    void aWrongSecretIsTheProfilesTroubleAndNeverItsUsers() {
        connection.sandbox().faults(connection.clientId(), fault("wrong_secret", "exchange"));

        connection
                .expire()
                .token()
                .then()
                .statusCode(409)
                .body("code", equalTo("credentials_rejected"));

        assertThat(connection.status()).isEqualTo("degraded");
        assertThat(connection.reason()).isEqualTo("credentials_rejected");
        connection.sandbox().faults(connection.clientId());
        connection
                .journey()
                .api()
                .post("/v1/connector-profiles/" + connection.journey().profileId() + "/check")
                .then()
                .statusCode(200);
        assertThat(token()).isNotEmpty();
        assertThat(connection.status()).isEqualTo("active");
    }

    @Test
    void aClientThatMayNotAskAnyMoreRejectsNoSibling() {
        connection.sandbox().change(connection.clientId(), JsonObject.of("public", true));
        Connected sibling = Connected.on(connection.journey(), "u1");

        connection
                .expire()
                .token()
                .then()
                .statusCode(503)
                .body("code", equalTo("provider_unavailable"));

        assertThat(connection.reason()).isEqualTo("refresh_failing");
        assertThat(sibling.status()).isEqualTo("active");
        sibling.refresh().then().statusCode(200);
    }

    @Test
    void inACoolDownARefusalIsNoNews() {
        connection.pace("cool_down_from = now(), cool_down_until = now() + interval '5 minutes'");
        connection.sandbox().faults(connection.clientId(), fault("wrong_secret", "exchange"));

        connection.expire().token().then().statusCode(503);

        assertThat(connection.reason()).isEqualTo("checking_grant");
    }

    @Test
    void aReplacedTokenIsNotOverwrittenByALateAnswer() {
        connection
                .sandbox()
                .faults(connection.clientId(), once("slow", "exchange").put("millis", 2_000));
        connection.expire().refreshAsync();
        await().until(() -> connection.row().getValue("lease_until") != null);

        Connected again = Connected.withoutUser(connection.journey());

        assertThat(again.id()).isEqualTo(connection.id());
        String token = token();
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertThat(token()).isEqualTo(token);
        assertThat(connection.row().getLong("version")).isEqualTo(2);
    }

    @Test
    void whoItIsIsAskedAgainWhereItCouldNotBeJustThen() {
        Journey journey = Journey.begin();
        journey.sandbox().faults(journey.clientId(), fault("error_5xx", "user"));
        Connected unknown = Connected.withoutUser(journey);
        assertThat(unknown.status()).isEqualTo("active");
        assertThat(unknown.shown().getString("account.id")).isNull();
        journey.sandbox().faults(journey.clientId());

        await().atMost(Duration.ofSeconds(30))
                .until(() -> unknown.shown().getString("account.id") != null);

        journey.api()
                .get("/v1/events")
                .then()
                .body("items.type", equalTo(List.of("connection.created")));
    }
}
