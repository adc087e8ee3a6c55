package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.STRICT;
import static dev.lanyard.connection.refresh.Presenter.lease;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rules 14 to 17: a token whose presentation was not answered. */
@QuarkusTest
class PresentingAgainTest {

    @Test
    void rule14_aLostAnswerIsAskedForAgainAtOnceWithinTheGrace() {
        Connected connection = Connected.at(GRACE).expire();
        connection.sandbox().faults(connection.clientId(), once("dropped_answer", "refresh"));

        connection.token().then().statusCode(200);

        assertThat(connection.presentations()).isEqualTo(2);
        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.outcomes()).containsExactly("issued", "no_answer");
    }

    /** Its holder died; nobody asks; the hourly budget is used up, and the profile pauses. */
    @Test
    void rule14_aMarkWhoseHolderDiedIsTakenUpByItselfFreeOfBudgetAndPause() {
        Connected connection = Connected.at(GRACE);
        assertThat(lease(connection)).isPresent();
        connection.pace(
                "budget = -1000, budget_at = now(), paused_until = now() + interval '1 hour'");

        connection.passes("21 seconds").due();

        await().atMost(Duration.ofSeconds(15))
                .until(() -> connection.row().getOffsetDateTime("presented_at") == null);
        assertThat(connection.presentations()).isEqualTo(1);
    }

    /** Nobody but a reader asks for it, and all others wait for an hour. */
    @Test
    void rule14_anOutstandingAnswerGoesAheadOfAllOthersWhoeverAsksForIt() {
        Connected connection = Connected.at(GRACE);
        assertThat(lease(connection)).isPresent();
        connection.passes("21 seconds").notDue().expire();
        connection.pace("paused_until = now() + interval '1 hour'");

        connection.token().then().statusCode(200);

        assertThat(connection.presentations()).isEqualTo(1);
    }

    @Test
    void rule14_aPauseThatEndsWithinTheGraceIsKept() {
        Connected connection = Connected.at(GRACE);
        assertThat(lease(connection)).isPresent();
        connection.passes("21 seconds").pace("paused_until = now() + interval '1 minute'");

        assertThat(lease(connection)).isEmpty();
    }

    @Test
    void rule14_nothingIsPresentedInTheLastThirtySecondsOfTheGrace() {
        Connected connection = Connected.at(GRACE);
        assertThat(lease(connection)).isPresent();

        assertThat(lease(connection.passes("575 seconds"))).isEmpty();

        assertThat(lease(connection.passes("30 seconds"))).isPresent();
    }

    @Test
    void rule15_withoutGraceNothingIsPresentedForTwoMinutesAfterTheLease() {
        Connected connection = Connected.at(STRICT).expire();
        assertThat(lease(connection)).isPresent();

        assertThat(lease(connection.passes("138 seconds"))).isEmpty();

        assertThat(lease(connection.passes("3 seconds"))).isPresent();
    }

    @Test
    void rule15_withoutGraceOnlyAnExpiredTokenThatIsAskedForIsPresentedAgain() {
        Connected connection = Connected.at(STRICT);
        assertThat(lease(connection)).isPresent();
        connection.passes("10 minutes");

        assertThat(lease(connection, true)).isEmpty();
        connection.expire();
        assertThat(lease(connection, false)).isEmpty();

        assertThat(lease(connection, true)).isPresent();
    }

    @Test
    void rule15_aLostAnswerWithoutGraceIsAskedForOnceAndItsRefusalIsAnswerLost() {
        Connected connection = Connected.at(STRICT).expireIn(30);
        connection.sandbox().faults(connection.clientId(), once("dropped_answer", "refresh"));
        connection.token().then().statusCode(200);
        connection.token().then().statusCode(200);
        assertThat(connection.presentations()).isEqualTo(1);
        assertThat(connection.status()).isEqualTo("degraded");

        connection.expire().passes("121 seconds");
        connection.token().then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(connection.presentations()).isEqualTo(2);
        assertThat(connection.reason()).isEqualTo("answer_lost");
    }

    @Test
    void rule16_aRefusalAfterTheGraceIsAnswerLost() {
        JsonObject refusing =
                new JsonObject().put("grace_seconds", 0).put("dead_token_error", "invalid_grant");
        Connected connection = Connected.at(GRACE, refusing).expireIn(30);
        connection.sandbox().faults(connection.clientId(), once("malformed", "refresh"));
        connection.token().then().statusCode(200);
        assertThat(connection.status()).isEqualTo("degraded");

        connection.passes("11 minutes").refresh().then().statusCode(409);

        assertThat(connection.reason()).isEqualTo("answer_lost");
        assertThat(connection.presentations()).isEqualTo(2);
        assertThat(connection.journey().events("connection.reconnect_required")).hasSize(1);
    }

    @Test
    void rule17_aCallThatWasNotSentLeavesTheRowAsItWasFound() {
        Connected connection = Connected.at(STRICT);
        Lease fresh = lease(connection).orElseThrow();

        Presenter.record(fresh, Presenter.notSent());

        assertThat(connection.row().getOffsetDateTime("presented_at")).isNull();
        assertThat(connection.row().getOffsetDateTime("lease_until")).isNull();
    }

    @Test
    void rule17_aMarkThatWasFoundIsRestoredWithTheLeaseThatRuleFifteenCountsFrom() {
        Connected connection = Connected.at(STRICT).expire();
        assertThat(lease(connection)).isPresent();
        connection.passes("10 minutes");
        Lease again = lease(connection).orElseThrow();

        Presenter.record(again, Presenter.notSent());

        assertThat(connection.row().getOffsetDateTime("presented_at")).isEqualTo(again.foundMark());
        assertThat(connection.row().getOffsetDateTime("lease_until")).isEqualTo(again.foundLease());
        assertThat(lease(connection.passes("1 second"))).isPresent();
    }

    @Test
    void rule17_aCallThatWasRateLimitedRestoresTheMark() {
        Connected connection = Connected.at(STRICT).expire();
        JsonObject limited = once("rate_limited", "refresh").put("retry_after", 600);
        connection.sandbox().faults(connection.clientId(), limited);

        Response refused = connection.token();

        refused.then().statusCode(503).body("code", equalTo("provider_unavailable"));
        assertThat(connection.reason()).isEqualTo("rate_limited");
        assertThat(connection.row().getOffsetDateTime("presented_at")).isNull();
    }
}
