package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.STRICT;
import static dev.lanyard.connection.refresh.Presenter.lease;
import static dev.lanyard.connection.refresh.Presenter.presentation;
import static dev.lanyard.connection.refresh.Presenter.store;
import static dev.lanyard.connection.refresh.Presenter.tokens;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lanyard.config.Config;
import dev.lanyard.connection.Connected;
import dev.lanyard.runtime.ShutdownWait;
import dev.lanyard.token.TokenSet;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rules 9 to 12: who may store, who may only record, and what is kept. */
@QuarkusTest
class StoringTest {
    @Inject RefreshResults results;
    @Inject Config config;
    @Inject ClientProbes probes;

    @Test
    void rule09_aLateHolderStoresItsGoodAnswer() {
        Connected connection = Connected.at(GRACE);
        RefreshRequest request = presentation(connection);
        assertThat(lease(connection)).isPresent();
        connection.passes("21 seconds");
        assertThat(lease(connection)).isPresent();

        assertThat(store(request, "late")).isTrue();

        Row row = connection.row();
        assertThat(row.getOffsetDateTime("presented_at")).isNull();
        assertThat(row.getOffsetDateTime("lease_until")).isNull();
        assertThat(connection.accessToken()).isEqualTo("late");
    }

    @Test
    void rule09_anAnswerIsStoredWhateverTheStatusSaysAndClearsIt() {
        Connected connection = Connected.at(GRACE);
        RefreshRequest request = presentation(connection);
        assertThat(Presenter.recordDead(lease(connection).orElseThrow())).isTrue();
        assertThat(connection.status()).isEqualTo("reconnect_required");

        assertThat(store(request, "late")).isTrue();

        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.journey().events("connection.recovered")).hasSize(1);
    }

    @Test
    void rule09_anAnswerOfAVersionThatMovedOnIsNotStored() {
        Connected connection = Connected.at(GRACE);
        RefreshRequest request = presentation(connection);
        assertThat(store(request, "first")).isTrue();

        assertThat(store(request, "second")).isFalse();

        assertThat(connection.accessToken()).isEqualTo("first");
    }

    @Test
    void rule09_tokensAndTheirEventAreWrittenTogetherOrNotAtAll() {
        Connected connection = Connected.at(GRACE);
        RefreshRequest request = presentation(connection);
        Presenter.recordDead(lease(connection).orElseThrow());
        long version = connection.row().getLong("version");

        Refusing.events(
                connection,
                () ->
                        assertThatThrownBy(() -> store(request, "new"))
                                .hasMessageContaining("no events"));

        assertThat(connection.row().getLong("version")).isEqualTo(version);
        assertThat(connection.status()).isEqualTo("reconnect_required");
    }

    @Test
    void rule10_aLateHolderRecordsNoFailure() {
        Connected connection = Connected.at(GRACE);
        Lease late = lease(connection).orElseThrow();
        connection.passes("21 seconds");
        assertThat(lease(connection)).isPresent();

        assertThat(Presenter.recordDead(late)).isFalse();

        assertThat(connection.status()).isEqualTo("active");
    }

    /** The counterexample that the protocol's model finds without fencing. */
    @Test
    void rule10_aLateHolderTakesNobodysMarkOrLease() {
        Connected connection = Connected.at(GRACE);
        Lease late = lease(connection).orElseThrow();
        connection.passes("21 seconds");
        assertThat(lease(connection)).isPresent();

        assertThat(Presenter.record(late, Presenter.notSent())).isFalse();

        assertThat(connection.row().getOffsetDateTime("presented_at")).isNotNull();
        assertThat(lease(connection)).isEmpty();
    }

    @Test
    void rule10_aFailureOfAVersionThatIsGoneIsNotRecorded() {
        Connected connection = Connected.at(GRACE);
        RefreshRequest request = presentation(connection);
        Lease lease = lease(connection).orElseThrow();
        store(request, "new");

        assertThat(Presenter.recordDead(lease)).isFalse();
        assertThat(connection.status()).isEqualTo("active");
    }

    @Test
    void rule10_aDeathAndItsEventAreWrittenTogetherOrNotAtAll() {
        Connected connection = Connected.at(GRACE);
        Lease lease = lease(connection).orElseThrow();

        Refusing.events(
                connection,
                () ->
                        assertThatThrownBy(() -> Presenter.recordDead(lease))
                                .hasMessageContaining("no events"));

        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.row().getInteger("attempts")).isZero();
    }

    @Test
    void rule11_storingIsTriedAgainUntilTheDatabaseTakesIt() {
        Connected connection = Connected.at(STRICT).expire();

        int tries = Refusing.tokens(connection, 3, () -> connection.token().then().statusCode(200));

        assertThat(tries).isEqualTo(4);
        assertThat(connection.presentations()).isEqualTo(1);
        assertThat(connection.status()).isEqualTo("active");
    }

    /** Doubling from 50 ms, the ninth pause alone would take 12.8 s, give or take half. */
    @Test
    void rule11_noPauseBetweenTwoTriesIsLongerThanASecond() {
        Connected connection = Connected.at(STRICT).expire();
        long start = System.nanoTime();

        Refusing.tokens(connection, 9, () -> connection.token().then().statusCode(200));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
    }

    /** A replica of its own, so that the tests' one goes on. */
    @Test
    void rule11_shutdownWaitsForTheAnswerAndStartsNothingNew() {
        Connected connection = Connected.at(GRACE).expire();
        RefreshState row = Presenter.look(connection);
        TokenVersion seen = new TokenVersion(row.connection(), row.version());
        ShutdownWait shutdown = new ShutdownWait(Optional.empty());
        RefreshCoordinator replica =
                new RefreshCoordinator(Presenter.bean(Refresher.class), config, probes, shutdown);
        JsonObject slow = once("slow", "refresh").put("millis", 1_500);
        connection.sandbox().faults(connection.clientId(), slow);
        CompletableFuture<RefreshOutcome> underWay =
                replica.refresh(seen, RefreshDemand.BACKGROUND).subscribeAsCompletionStage();
        await().until(() -> connection.presentations() == 1);

        shutdown.onStop(new ShutdownEvent());
        replica.onStop(new ShutdownEvent());

        assertThat(connection.row().getLong("version")).isEqualTo(row.version() + 1);
        assertThat(Presenter.await(replica.refresh(seen, RefreshDemand.BACKGROUND)))
                .isInstanceOf(RefreshOutcome.Blocked.class);
        assertThat(underWay.join()).isInstanceOf(RefreshOutcome.Refreshed.class);
    }

    @Test
    void rule12_aSecondAnswerOfTheSameVersionIsKeptAsItsSpareUntilTheNextSuccess() {
        Connected connection = Connected.at(GRACE);
        RefreshRequest request = presentation(connection);
        store(request, "first");

        keep(request, tokens("second", "spare"));

        assertThat(connection.row().getBuffer("spare")).isNotNull();
        assertThat(connection.row().getLong("version")).isEqualTo(request.snapshot().version() + 1);
        store(presentation(connection), "third");
        assertThat(connection.row().getBuffer("spare")).isNull();
    }

    @Test
    void rule12_aReconnectErasesTheSpare() {
        Connected connection = Connected.at(GRACE);
        RefreshRequest request = presentation(connection);
        store(request, "first");
        keep(request, tokens("second", "spare"));
        assertThat(connection.row().getBuffer("spare")).isNotNull();

        Connected.on(connection.journey(), "u1");

        assertThat(connection.row().getBuffer("spare")).isNull();
    }

    @Test
    void rule12_anAnswerOfAVersionThatTheUserReplacedIsNotKept() {
        Connected connection = Connected.at(GRACE);
        RefreshRequest request = presentation(connection);
        Connected.on(connection.journey(), "u1");

        keep(request, tokens("old", "old"));

        assertThat(connection.row().getBuffer("spare")).isNull();
        assertThat(connection.accessToken()).isNotEqualTo("old");
    }

    @Test
    void rule12_theSpareIsTriedBeforeAGrantIsCalledDead() {
        Connected connection = Connected.at(STRICT);
        RefreshRequest request = presentation(connection);
        String good = request.refreshToken();
        store(request, "first");
        keep(request, tokens("second", good));

        connection.refresh().then().statusCode(200);

        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.outcomes()).startsWith("issued", "refused");
    }

    private void keep(RefreshRequest request, TokenSet tokens) {
        Presenter.await(results.succeeded(request, tokens, Presenter.place(request)));
    }
}
