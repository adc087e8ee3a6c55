package dev.lanyard.provider.profile;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told of a profile's credentials, and how often they are checked. */
@QuarkusTest
class ProfileCheckTest extends CredentialsFixture {
    @Test
    void tellOnceThatTheyAreRejected() {
        ProfileClient presented = client();

        List<Uni<Void>> sixteen =
                IntStream.range(0, 16)
                        .mapToObj(i -> records.rejected(presented.profile(), "No."))
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
        records.rejected(client().profile(), "No.").await().atMost(PATIENCE);
        records.accepted(client().profile()).await().atMost(PATIENCE);
        records.rejected(client().profile(), "No more.").await().atMost(PATIENCE);

        events().body("items", hasSize(2));
    }

    @Test
    void stayRejectedWhileTheProviderCannotBeAsked() {
        records.rejected(client().profile(), "No.").await().atMost(PATIENCE);
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
}
