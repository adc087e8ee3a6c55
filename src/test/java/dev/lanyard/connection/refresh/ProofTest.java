package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.HASTY;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 18 and 19: what one refusal, or one answer, proves of several grants. */
@QuarkusTest
class ProofTest {

    @Test
    void rule19_aProbeThatIsNotAnsweredAboutTheCodeCondemnsNoGrant() {
        Connected suspect = Connected.at(HASTY).expire();
        Connected sibling = suspect.sibling().notDue();
        secretChangedAtTheProvider(suspect, "invalid_request");

        suspect.refresh().then().statusCode(409).body("code", equalTo("credentials_rejected"));

        assertThat(suspect.presentations()).isEqualTo(1);
        assertThat(suspect.reason()).isEqualTo("credentials_rejected");
        assertThat(suspect.journey().events("connection.reconnect_required")).isEmpty();
        suspect.sandbox().faults(suspect.clientId());
        sibling.expire().token().then().statusCode(200);
        suspect.token().then().statusCode(200);
        assertThat(suspect.status()).isEqualTo("active");
    }

    @Test
    void rule19_whereTheCodeIsLookedAtBeforeTheClientOnlyASiblingsSuccessIsProof() {
        Connected suspect = Connected.at(HASTY).expire();
        Connected sibling = suspect.sibling().notDue();
        int probes = suspect.sandbox().codePresentations(suspect.clientId());
        suspect.sandbox()
                .faults(
                        suspect.clientId(),
                        fault("wrong_secret", "refresh"),
                        fault("code_first", "exchange"));

        suspect.refresh().then().statusCode(409).body("code", equalTo("credentials_rejected"));

        assertThat(suspect.sandbox().codePresentations(suspect.clientId())).isEqualTo(probes + 2);
        assertThat(suspect.pace().getBoolean("secret_matters")).isFalse();
        assertThat(suspect.presentations()).isEqualTo(1);
        assertThat(suspect.journey().events("connection.reconnect_required")).isEmpty();
        suspect.sandbox().faults(suspect.clientId());
        sibling.expire().token().then().statusCode(200);
        suspect.token().then().statusCode(200);
    }

    @Test
    void rule19_aSecretThatIsWrongOnPurposeIsTriedOnceADay() {
        Connected suspect = Connected.at(HASTY).expire();
        Connected sibling = suspect.sibling().expire().notDue();
        int probes = suspect.sandbox().codePresentations(suspect.clientId());
        suspect.sandbox().revoke(suspect.clientId(), "unauthorized_client");
        suspect.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));
        int first = suspect.sandbox().codePresentations(suspect.clientId());
        suspect.pace("probed_at = NULL, proved_at = NULL");

        sibling.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(first).isEqualTo(probes + 3);
        assertThat(suspect.sandbox().codePresentations(suspect.clientId())).isEqualTo(first + 1);
    }

    @Test
    void rule19_aNewSecretBeginsAnewWithWhatTheFormerOneWasRefusedWith() {
        Connected suspect = Connected.at(HASTY).expire();
        secretChangedAtTheProvider(suspect, "invalid_request");
        suspect.refresh().then().statusCode(409);
        suspect.sandbox().faults(suspect.clientId());
        suspect.sandbox()
                .faults(
                        suspect.clientId(),
                        fault("error_in_200", "exchange").put("error", "invalid_request"));

        suspect.journey()
                .api()
                .body(
                        java.util.Map.of(
                                "client_secret", suspect.journey().consumer().clientSecret()))
                .patch("/v1/connector-profiles/" + suspect.journey().profileId())
                .then()
                .statusCode(200)
                .body("credentials.status", equalTo("unverified"));

        suspect.token().then().statusCode(200);
        assertThat(suspect.status()).isEqualTo("active");
    }

    /**
     * As what is refused then may be refused for the lock-out that the one before brought about.
     */
    @Test
    void rule19_aProofIsGoodForOneSuspect() {
        Connected first = suspect(Connected.at(HASTY));
        Connected second = suspect(first.sibling());
        first.pace(PROVED);

        assertThat(Presenter.lease(first)).isPresent();

        assertThat(Presenter.lease(second)).isEmpty();
        first.pace("proved_at = now()");
        assertThat(Presenter.lease(second)).isPresent();
    }

    @Test
    void rule19_aSuccessMakesAProofThatIsGoodForTheNextSuspect() {
        Connected first = suspect(Connected.at(HASTY));
        Connected second = suspect(first.sibling());
        first.pace(PROVED);
        int codes = first.sandbox().codePresentations(first.clientId());

        first.refresh().then().statusCode(200);

        second.refresh().then().statusCode(200);
        assertThat(first.sandbox().codePresentations(first.clientId())).isEqualTo(codes);
    }

    @Test
    void rule19_aRefusalWithProofBeginsACoolDownAndTheOthersWaitForANewProof() {
        Connected first = suspect(Connected.at(HASTY));
        Connected second = suspect(first.sibling());
        first.sandbox().faults(first.clientId(), fault("wrong_secret", "refresh"));
        first.pace(PROVED);

        first.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(first.pace().getOffsetDateTime("cool_down_until"))
                .isAfter(first.pace().getOffsetDateTime("proved_at"));
        assertThat(second.status()).isEqualTo("active");
        first.sandbox().faults(first.clientId());
        second.refresh().then().statusCode(200);
    }

    /** A provider that locks out does so for any refresh token that is used up. */
    @Test
    void rule19_aRefusedGrantWithdrawsAProofOfJustNow() {
        Connected suspect = suspect(Connected.at(HASTY));
        Connected sibling = suspect.sibling().notDue();
        suspect.pace(PROVED);
        sibling.sandbox()
                .faults(
                        sibling.clientId(),
                        once("error_in_200", "refresh").put("error", "invalid_grant"));

        sibling.refresh().then().statusCode(409);

        assertThat(Presenter.lease(suspect)).isEmpty();
        suspect.refresh().then().statusCode(200);
    }

    /** No refusal counts inside the grace, but the lock-out that it may bring about does. */
    @Test
    void rule19_aRefusalInsideTheGraceWithdrawsAProofOfJustNowToo() {
        Connected connection = Connected.at(HASTY);
        RefreshRequest presented = Presenter.presentation(connection.sibling().notDue());
        Connected suspect = suspect(connection);
        suspect.pace(PROVED);

        Presenter.refusedAsClient(presented, outstanding(presented));

        assertThat(Presenter.lease(suspect)).isEmpty();
    }

    /** It was asked for before the other was refused, whenever it is stored. */
    @Test
    void rule19_aSuccessProvesNothingOfWhatCameAfterItsRequest() {
        Connected connection = Connected.at(HASTY);
        RefreshRequest before = Presenter.presentation(connection.sibling().notDue());
        RefreshRequest since =
                Presenter.presentation(Connected.on(connection.journey(), "u3").notDue());
        Connected suspect = suspect(connection);
        suspect.pace(
                "proved_at = NULL, cool_down_from = now() - interval '9 seconds', cool_down_until ="
                        + " now()");

        Presenter.store(before, Duration.ofSeconds(5));
        assertThat(Presenter.lease(suspect)).isEmpty();

        Presenter.store(since, Duration.ZERO);
        assertThat(Presenter.lease(suspect)).isPresent();
    }

    /** What is refused meanwhile may have had the client locked out before. */
    @Test
    void rule19_aRefusalWithProofWaitsForWhatWasUnderWay() {
        Connected connection = Connected.at(HASTY);
        Connected sibling = connection.sibling().notDue();
        Connected suspect = suspect(connection);
        suspect.pace(PROVED);
        RefreshRequest presented = Presenter.presentation(suspect);
        Lease lease = Presenter.lease(suspect).orElseThrow();
        sibling.sql(
                "UPDATE token_set SET presented_at = now(), lease_until = now() + interval '19"
                        + " seconds' WHERE connection_id = $1");
        CompletableFuture<Void> refused =
                CompletableFuture.runAsync(() -> Presenter.refusedAsClient(presented, lease));
        assertThat(refused).isNotCompletedExceptionally();
        assertThatThrownBy(() -> refused.get(1, TimeUnit.SECONDS))
                .isInstanceOf(TimeoutException.class);

        suspect.pace("refused_at = now()");
        sibling.sql("UPDATE token_set SET lease_until = now() WHERE connection_id = $1");

        refused.join();
        assertThat(suspect.reason()).isEqualTo("checking_grant");
    }

    /** Its refusal may have had the client locked out, and nobody will ever say so. */
    @Test
    void rule19_aRefusalWithProofIsNoDeathIfASiblingsHolderDied() {
        Connected connection = Connected.at(HASTY);
        Connected sibling = connection.sibling().notDue();
        Connected suspect = suspect(connection);
        suspect.pace(PROVED);
        sibling.sql(
                "UPDATE token_set SET presented_at = now(), lease_until = now() + interval '300"
                        + " milliseconds' WHERE connection_id = $1");
        RefreshRequest presented = Presenter.presentation(suspect);

        Presenter.refusedAsClient(presented, Presenter.lease(suspect).orElseThrow());

        assertThat(suspect.reason()).isEqualTo("checking_grant");
    }

    /** As when a new secret is set while a suspect waits for its turn. */
    @Test
    void rule19_aRefusalIsOfASuspectOnlyIfAProofWasSpentOnIt() {
        Connected suspect = suspect(Connected.at(HASTY));
        RefreshRequest presented = Presenter.presentation(suspect);
        suspect.sql("UPDATE token_set SET suspect = false WHERE connection_id = $1");

        Presenter.refusedAsClient(presented, Presenter.lease(suspect).orElseThrow());

        assertThat(suspect.reason()).isEqualTo("checking_grant");
    }

    /** Two that are refused as a client at once prove nothing of either. */
    @Test
    void rule19_aRefusalWithProofIsNoDeathIfAnotherWasRefusedMeanwhile() {
        Connected suspect = suspect(Connected.at(HASTY));
        suspect.pace(PROVED);
        RefreshRequest presented = Presenter.presentation(suspect);
        Lease lease = Presenter.lease(suspect).orElseThrow();
        suspect.pace("cool_down_from = now(), cool_down_until = now() + interval '2 seconds'");

        Presenter.refusedAsClient(presented, lease);

        assertThat(suspect.reason()).isEqualTo("checking_grant");
        assertThat(suspect.row().getBoolean("suspect")).isTrue();
    }

    /** A grant that was there before is not lost for a doubt about its profile. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule14_anOutstandingAnswerIsAskedForThoughTheClientIsSuspected(boolean refutable) {
        Connected connection = Connected.at(GRACE).notDue();
        connection.sql(
                "UPDATE token_set SET presented_at = now() - interval '1 minute', lease_until ="
                        + " now() - interval '30 seconds' WHERE connection_id = $1");
        connection.sql(
                """
                UPDATE connector_profile p SET credentials_status = 'rejected', credentials_suspected = %s
                FROM connection c WHERE c.id = $1 AND p.tenant_id = c.tenant_id AND p.id = c.connector_profile_id
                """
                        .formatted(refutable));

        connection.refresh().then().statusCode(200);

        assertThat(connection.row().getValue("presented_at")).isNull();
    }

    /** Presented a minute ago, and for another nine. */
    private static Lease outstanding(RefreshRequest presented) {
        return new Lease(
                presented.connection(),
                presented.snapshot().version(),
                1,
                OffsetDateTime.now().minusMinutes(1),
                null,
                System.nanoTime(),
                0,
                Duration.ofMinutes(9),
                Duration.ofHours(1),
                false,
                false);
    }

    private static final String PROVED =
            "cool_down_from = now() - interval '9 seconds', cool_down_until = now() - interval '1"
                    + " second', proved_at = now()";

    private static Connected suspect(Connected connection) {
        connection.notDue().sql("UPDATE token_set SET suspect = true WHERE connection_id = $1");
        return connection;
    }

    @Test
    void rule18_aBurstIsHeldUntilASiblingSucceeds() {
        List<Connected> all = siblings();
        refuse(all.subList(0, 3));

        assertThat(all.subList(0, 3))
                .allSatisfy(each -> assertThat(each.reason()).isEqualTo("checking_grant"));
        assertThat(Presenter.lease(all.get(0))).isEmpty();
        all.get(0).sandbox().faults(all.get(0).clientId());
        all.get(3).refresh().then().statusCode(200);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(all)
                                        .allSatisfy(
                                                each ->
                                                        assertThat(each.status())
                                                                .isEqualTo("active")));
        assertThat(all.get(0).journey().events("connection.recovered")).hasSize(3);
    }

    @Test
    void rule18_aRefusalAfterTheBurstIsDeath() {
        List<Connected> all = siblings().subList(0, 3);
        refuse(all);
        all.forEach(
                each ->
                        each.sql(
                                "UPDATE token_set SET held_at = held_at - interval '10 minutes'"
                                        + " WHERE connection_id = $1"));

        assertThat(all)
                .allSatisfy(
                        each ->
                                each.refresh()
                                        .then()
                                        .statusCode(409)
                                        .body("code", equalTo("reconnect_required")));

        assertThat(all).allSatisfy(each -> assertThat(each.reason()).isEqualTo("grant_revoked"));
    }

    @Test
    void rule18_aDeadGrantsTokenIsPresentedOnceMoreWhenSomebodyAsksForIt() {
        Connected connection = Connected.at(HASTY).notDue();
        connection
                .sandbox()
                .faults(
                        connection.clientId(),
                        once("error_in_200", "refresh").put("error", "invalid_grant"));
        connection.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));
        assertThat(connection.status()).isEqualTo("reconnect_required");

        connection.refresh().then().statusCode(200).body("status", equalTo("active"));

        assertThat(connection.journey().events("connection.recovered")).hasSize(1);
    }

    @Test
    void rule18_butAtMostEveryTenMinutes() {
        Connected connection = Connected.at(HASTY);
        connection.sandbox().revoke(connection.clientId(), "invalid_grant");
        connection.refresh().then().statusCode(409);
        int dead = connection.presentations();

        connection.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));
        connection.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));
        assertThat(connection.presentations()).isEqualTo(dead + 1);

        connection.sql(
                "UPDATE token_set SET revived_at = revived_at - interval '10 minutes' WHERE"
                        + " connection_id = $1");
        connection.refresh().then().statusCode(409);
        assertThat(connection.presentations()).isEqualTo(dead + 2);
        assertThat(connection.reason()).isEqualTo("grant_revoked");
        assertThat(connection.journey().events("connection.reconnect_required")).hasSize(1);
    }

    /**
     * Refreshes are refused as a client's, and made-up codes with that error whatever the secret.
     */
    private static void secretChangedAtTheProvider(Connected connection, String codeError) {
        connection
                .sandbox()
                .faults(
                        connection.clientId(),
                        fault("wrong_secret", "refresh"),
                        fault("error_in_200", "exchange").put("error", codeError));
    }

    private static List<Connected> siblings() {
        Connected first = Connected.at(HASTY).notDue();
        return Stream.concat(
                        Stream.of(first),
                        Stream.of("u2", "u3", "u4")
                                .map(user -> Connected.on(first.journey(), user).notDue()))
                .toList();
    }

    /** The provider refuses these for a moment, one after the other. */
    private static void refuse(List<Connected> connections) {
        Connected any = connections.get(0);
        any.sandbox()
                .faults(
                        any.clientId(),
                        fault("error_in_200", "refresh").put("error", "invalid_grant"));
        connections.forEach(Connected::refresh);
    }
}
