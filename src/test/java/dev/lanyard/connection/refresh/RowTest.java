package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.STRICT;
import static dev.lanyard.connection.refresh.Presenter.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.accesstoken.UsageTracker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules 1 to 3: the row. */
@QuarkusTest
class RowTest {

    @Test
    void rule01_onlyNewTokensRaiseTheVersionAndWriteTokens() {
        Connected connection = Connected.at(GRACE);
        Row before = connection.row();

        assertThatCode(
                        () ->
                                Refusing.tokenColumns(
                                        connection, () -> everythingButNewTokens(connection)))
                .doesNotThrowAnyException();

        Row after = connection.row();
        assertThat(after.getLong("version")).isEqualTo(before.getLong("version"));
        for (String column : new String[] {"access_token", "refresh_token"}) {
            assertThat(after.getBuffer(column)).isEqualTo(before.getBuffer(column));
        }
        Connected.on(connection.journey(), "u1");
        assertThat(connection.row().getLong("version")).isEqualTo(before.getLong("version") + 1);
    }

    private static void everythingButNewTokens(Connected connection) {
        connection.patch("{\"metadata\":{\"a\":1}}");
        connection.patch("{\"status\":\"disabled\"}");
        connection.patch("{\"status\":\"active\"}");
        connection.accessToken();
        assertThat(Presenter.bean(UsageTracker.class).write().subscribeAsCompletionStage())
                .succeedsWithin(Duration.ofSeconds(10));
        Row used = connection.row();
        assertThat(used.getOffsetDateTime("due_at")).isBefore(used.getOffsetDateTime("expires_at"));
        Lease failing = lease(connection).orElseThrow();
        assertThat(Presenter.record(failing, Presenter.noAnswer())).isTrue();
        connection.passes("1 second");
        assertThat(Presenter.recordDead(lease(connection).orElseThrow())).isTrue();
    }

    @Test
    void rule02_theMarkIsWrittenWithTheLease() {
        Connected connection = Connected.at(GRACE);

        assertThatCode(() -> lease(connection)).doesNotThrowAnyException();

        assertThat(connection.row().getOffsetDateTime("presented_at")).isNotNull();
    }

    @Test
    void rule02_oneHolderAtATimeAndTheMarkIsTheFirstPresentation() {
        Connected connection = Connected.at(GRACE);
        Lease first = lease(connection).orElseThrow();

        assertThat(lease(connection)).isEmpty();
        connection.passes("21 seconds");
        Lease second = lease(connection).orElseThrow();

        assertThat(second.fence()).isEqualTo(first.fence() + 1);
        assertThat(first.outstanding()).isFalse();
        assertThat(second.outstanding()).isTrue();
        assertThat(connection.row().getOffsetDateTime("presented_at"))
                .isEqualTo(second.foundMark());
    }

    @Test
    void rule02_ofManyWhoTakeItAtOnceOneDoes() {
        Connected connection = Connected.at(STRICT);

        long taken =
                IntStream.range(0, 16)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> lease(connection)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .filter(Optional::isPresent)
                        .count();

        assertThat(taken).isEqualTo(1);
        assertThat(connection.row().getLong("fence")).isEqualTo(1);
    }

    /** Between the look at the row and the lease another replica stored new tokens. */
    @Test
    void rule02_theLeaseIsOfTheVersionWhoseTokenIsPresented() {
        Connected connection = Connected.at(GRACE);
        RefreshState former = Presenter.look(connection);
        assertThat(Presenter.store(Presenter.presentation(connection), "new")).isTrue();

        assertThat(Presenter.take(former, true)).isEmpty();
        assertThat(connection.row().getOffsetDateTime("presented_at")).isNull();
    }

    @Test
    void rule02_aLeaseIsLongerThanTheTimeToStartAndTheCallTogether() {
        Connected connection = Connected.at(GRACE);

        assertThat(lease(connection)).isPresent();

        Row row =
                connection.one(
                        "SELECT now() AS now, lease_until FROM token_set WHERE connection_id = $1");
        OffsetDateTime end = row.getOffsetDateTime("lease_until");
        assertThat(Duration.between(row.getOffsetDateTime("now"), end))
                .isBetween(Duration.ofSeconds(17), Duration.ofSeconds(20));
    }

    @Test
    void rule03_theLeaseIsTakenAfterAPlaceWasGranted() {
        Connected connection = Connected.at(GRACE);
        connection.expire().accessToken();
        connection.places("held_until = now() + interval '1 hour'");
        connection.expire();

        CompletableFuture<Response> reader = CompletableFuture.supplyAsync(connection::token);

        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(2))
                .until(() -> connection.row().getOffsetDateTime("lease_until") == null);
        assertThat(reader).isNotDone();
        connection.places("held_until = '-infinity'");
        assertThat(reader.join().statusCode()).isEqualTo(200);
        assertThat(connection.presentations()).isEqualTo(2);
    }

    /** The statement itself takes 6 s, because another transaction has locked the row. */
    @Test
    void rule03_aLeaseThatTookFiveSecondsIsGivenBackAndNothingIsSentUnderIt() {
        Connected connection = Connected.at(STRICT).expire();
        CompletableFuture<Void> lock =
                CompletableFuture.runAsync(
                        () ->
                                connection.sql(
                                        """
                                        WITH locked AS MATERIALIZED (
                                            SELECT version FROM token_set
                                            WHERE connection_id = $1 FOR UPDATE)
                                        SELECT pg_sleep(6) FROM locked
                                        """));
        await().until(() -> isLocked(connection));

        connection.token().then().statusCode(200);

        lock.join();
        assertThat(connection.outcomes()).startsWith("issued", "not_sent");
        assertThat(connection.presentations()).isEqualTo(1);
        assertThat(connection.row().getOffsetDateTime("presented_at")).isNull();
    }

    private static boolean isLocked(Connected connection) {
        return connection
                        .one(
                                """
                                SELECT count(*) AS free FROM (
                                    SELECT 1 FROM token_set WHERE connection_id = $1
                                    FOR UPDATE SKIP LOCKED) AS row
                                """)
                        .getLong("free")
                == 0;
    }
}
