package dev.lanyard.provider.profile;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** A new client secret, and when it takes the place of the old one. */
@QuarkusTest
class ProfileSecretChangeTest extends CredentialsFixture {
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
        assertThat(client().profile().hasFormerSecret()).isFalse();
    }

    @Test
    void keepTheFormerSecretUntilTheNewOneIsKnownToWork() {
        changeSecretUnseen("wrong");
        assertThat(client().credentials().clientSecret()).isEqualTo("wrong");

        check().statusCode(200).body("credentials.status", equalTo("accepted"));

        assertThat(client().credentials().clientSecret()).isEqualTo(consumer.clientSecret());
        assertThat(client().profile().hasFormerSecret()).isFalse();
        events().body("items", hasSize(0));
    }

    @Test
    void dropTheFormerSecretWhenTheNewOneIsAccepted() {
        changeSecretUnseen("rotated");
        sandbox.change(consumer.clientId(), JsonObject.of("client_secret", "rotated"));

        records.accepted(client().profile()).await().atMost(PATIENCE);

        assertThat(client().profile().credentialsStatus()).isEqualTo(CredentialsStatus.ACCEPTED);
        assertThat(client().profile().hasFormerSecret()).isFalse();
        assertThat(client().credentials().clientSecret()).isEqualTo("rotated");
    }

    @Test
    void fallBackToTheLastSecretThatWasNotUnseen() {
        changeSecretUnseen("wrong");
        changeSecretUnseen("wrong-too");

        records.rejected(client().profile(), "No.").await().atMost(PATIENCE);

        assertThat(client().credentials().clientSecret()).isEqualTo(consumer.clientSecret());
        assertThat(client().profile().credentialsStatus()).isEqualTo(CredentialsStatus.UNVERIFIED);
        tenant.with("manage")
                .get(PROFILES + "/" + id)
                .then()
                .body(
                        "credentials.detail",
                        allOf(containsString("former one"), containsString("No.")));
    }

    @Test
    void areNotJudgedByAnAnswerAboutAnEarlierSecret() {
        ProfileClient presented = client();
        sandbox.change(consumer.clientId(), JsonObject.of("client_secret", "rotated"));
        changeSecret("rotated").statusCode(200);

        records.rejected(presented.profile(), "No.").await().atMost(PATIENCE);

        assertThat(client().profile().credentialsStatus()).isEqualTo(CredentialsStatus.ACCEPTED);
        events().body("items", hasSize(0));
    }
}
