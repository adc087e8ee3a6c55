package dev.lanyard.connection.grant;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UnknownAccountLookupsTest {

    @Test
    void anAccountThatCouldNotBeAskedForIsAskedForAgain() {
        Journey journey = Journey.begin(GRACE, new JsonObject());
        journey.sandbox().faults(journey.clientId(), fault("error_5xx", "user"));
        Connected connection = Connected.on(journey, "u1");
        assertThat(connection.status()).isEqualTo("degraded");
        assertThat(connection.reason()).isEqualTo("account_unknown");
        connection.token().then().statusCode(200);

        journey.sandbox().faults(journey.clientId());

        await().atMost(Duration.ofSeconds(30)).until(() -> connection.status().equals("active"));
        assertThat(connection.shown().getString("account.id")).isNotNull();
        assertThat(journey.events("connection.recovered")).hasSize(1);
    }

    @Test
    void anAccountThatTheEndUserHadAlreadyGetsTheNewerTokensAndTheYoungerIdLeadsToIt() {
        Connected elder = Connected.at(GRACE);
        Journey journey = elder.journey();
        String before = elder.accessToken();
        journey.sandbox().faults(journey.clientId(), fault("error_5xx", "user"));
        Connected younger = Connected.on(journey, "u1");
        assertThat(younger.id()).isNotEqualTo(elder.id());
        String newer = younger.accessToken();

        journey.sandbox().faults(journey.clientId());

        await().atMost(Duration.ofSeconds(30))
                .until(() -> younger.shown().getString("id").equals(elder.id()));
        assertThat(elder.accessToken()).isEqualTo(newer).isNotEqualTo(before);
        assertThat(younger.accessToken()).isEqualTo(newer);
        assertThat(journey.events("connection.deleted"))
                .singleElement()
                .extracting(event -> event.get("data").toString())
                .asString()
                .contains("merged_into=" + elder.id());
        elder.refresh().then().statusCode(200);
        answersEveryMethodAsTheElder(journey, younger.id(), elder);
    }

    private static void answersEveryMethodAsTheElder(
            Journey journey, String merged, Connected elder) {
        String path = "/v1/connections/" + merged;
        journey.api().body("{\"metadata\":{\"moved\":true}}").patch(path).then().statusCode(200);
        assertThat(elder.shown().getBoolean("metadata.moved")).isTrue();
        journey.api().post(path + "/refresh").then().statusCode(200);
        journey.api().delete(path).then().statusCode(204);
        journey.api().get("/v1/connections/" + elder.id()).then().statusCode(404);
    }
}
