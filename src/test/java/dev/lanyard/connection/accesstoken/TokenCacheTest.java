package dev.lanyard.connection.accesstoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.accesstoken.TokenCache.TokenRowReading;
import dev.lanyard.connection.change.HeardStandIn;
import dev.lanyard.connection.grant.ConnectionRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of token reads, and for how long, at times and changes that the test sets. */
class TokenCacheTest {
    private static final ConnectionRef CONNECTION = new ConnectionRef("ten_a", "conn_a");
    private static final ConnectionRef FOREIGN = new ConnectionRef("ten_b", "conn_a");
    private static final Duration HOUR = Duration.ofHours(1);

    private final HeardStandIn heard = new HeardStandIn().prove();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TokenCache cache = cache(100);

    private TokenCache cache(int most) {
        return new TokenCache(most, heard.changes(), new TokenCacheMeters(registry), heard::nanos);
    }

    private static TokenRow row(ConnectionRef connection, long version) {
        return row(connection, version, HOUR, false, null, 100);
    }

    private static TokenRow row(
            ConnectionRef connection,
            long version,
            Duration left,
            boolean disabled,
            @Nullable Duration endsAfter,
            int bytes) {
        return new TokenRow(
                connection,
                version,
                new byte[bytes],
                "bearer",
                List.of("account"),
                OffsetDateTime.now(),
                left,
                HOUR.plus(HOUR),
                false,
                disabled,
                false,
                null,
                false,
                "bitbucket",
                false,
                endsAfter);
    }

    private void keep(TokenRow row) {
        cache.keep(cache.begin(row.connection()), row);
    }

    private long version(ConnectionRef connection) {
        TokenRow row = cache.find(connection);
        return row == null ? 0 : row.version();
    }

    @Test
    void aRowIsKeptForItsConnectionAlone() {
        keep(row(CONNECTION, 7));

        assertThat(version(CONNECTION)).isEqualTo(7);
        assertThat(version(FOREIGN)).isZero();
    }

    /** From when it was asked for: the database said what is left a little later. */
    @Test
    void rule23_whatIsLeftOfATokenPassesFromWhenItWasAskedFor() {
        TokenRowReading reading = cache.begin(CONNECTION);
        heard.pass(2_000).prove();
        cache.keep(reading, row(CONNECTION, 1));
        heard.pass(3_000).prove();

        assertThat(cache.find(CONNECTION).left()).isEqualTo(HOUR.minusSeconds(5));
        assertThat(cache.find(CONNECTION).isServable(HOUR.minusSeconds(5))).isTrue();
        assertThat(cache.find(CONNECTION).isServable(HOUR.minusSeconds(4))).isFalse();
    }

    @Test
    void rule26_aRowGoesWithItsChangeWithItsTenantsAndWithEverything() {
        keep(row(CONNECTION, 1));
        keep(row(FOREIGN, 1));

        heard.hear(CONNECTION);
        assertThat(version(CONNECTION)).isZero();
        assertThat(version(FOREIGN)).isEqualTo(1);

        keep(row(CONNECTION, 2));
        heard.hear("ten_a");
        assertThat(version(CONNECTION)).isZero();
        assertThat(version(FOREIGN)).isEqualTo(1);

        keep(row(CONNECTION, 3));
        heard.deafen();
        heard.pass(1).prove();
        assertThat(version(CONNECTION)).isZero();
        assertThat(version(FOREIGN)).isZero();
    }

    @Test
    void rule26_aRowThatWasAskedForBeforeAChangeIsNotKept() {
        TokenRowReading own = cache.begin(CONNECTION);
        heard.hear(CONNECTION);
        cache.keep(own, row(CONNECTION, 1));
        assertThat(version(CONNECTION)).isZero();

        TokenRowReading tenants = cache.begin(CONNECTION);
        heard.hear("ten_a");
        cache.keep(tenants, row(CONNECTION, 1));
        assertThat(version(CONNECTION)).isZero();

        TokenRowReading all = cache.begin(CONNECTION);
        heard.deafen();
        heard.pass(1).prove();
        cache.keep(all, row(CONNECTION, 1));
        assertThat(version(CONNECTION)).isZero();
    }

    @Test
    void aLateRowPutsOutNoNewerOne() {
        TokenRowReading late = cache.begin(CONNECTION);
        heard.hear(CONNECTION);
        keep(row(CONNECTION, 2));

        cache.keep(late, row(CONNECTION, 1));

        assertThat(version(CONNECTION)).isEqualTo(2);
    }

    @Test
    void rule26_nothingIsGivenOutWhileNoProofOfHearingIsThere() {
        keep(row(CONNECTION, 1));

        heard.pass(900);
        assertThat(version(CONNECTION)).isZero();
        assertThat(cache.begin(CONNECTION)).isNull();

        heard.prove();
        assertThat(version(CONNECTION)).isEqualTo(1);
    }

    @Test
    void aRowThatWasAskedForBeforeAnythingWasHeardIsNotKept() {
        heard.deafen();
        TokenRowReading deaf = cache.begin(CONNECTION);
        heard.pass(1).prove();

        cache.keep(deaf, row(CONNECTION, 1));

        assertThat(deaf).isNull();
        assertThat(version(CONNECTION)).isZero();
    }

    @Test
    void rule26_aRowOfWhichNoNotificationTellsIsReadAgainAfterHalfAMinute() {
        keep(row(CONNECTION, 1));

        heard.pass(TokenCache.AGE.toMillis() - 1).prove();
        assertThat(version(CONNECTION)).isEqualTo(1);

        heard.pass(1).prove();
        assertThat(version(CONNECTION)).isZero();
    }

    @Test
    void whatIsNotGivenOutIsNotKept() {
        keep(row(CONNECTION, 1, HOUR, true, null, 100));
        assertThat(version(CONNECTION)).isZero();

        keep(row(CONNECTION, 1, Duration.ZERO, false, null, 100));
        assertThat(version(CONNECTION)).isZero();
    }

    /** Every replica's cache lets it go before the refresh token is presented: it never had it. */
    @Test
    void rule27_whatARefreshEndsIsNotKept() {
        keep(row(CONNECTION, 1, HOUR, false, Duration.ZERO, 100));
        assertThat(version(CONNECTION)).isZero();

        keep(row(CONNECTION, 1, HOUR, false, Duration.ofMinutes(10), 100));
        assertThat(version(CONNECTION)).isZero();
    }

    @Test
    void anotherRowThatThisReplicaReadEndsTheOneThatIsKept() {
        keep(row(CONNECTION, 1));

        cache.see(row(CONNECTION, 1));
        assertThat(version(CONNECTION)).isEqualTo(1);

        cache.see(row(CONNECTION, 2));
        assertThat(version(CONNECTION)).isZero();
    }

    @Test
    void manyRowsAreBoundedAndLargeOnesCountForMore() {
        IntStream.range(0, 1_000).forEach(n -> keep(row(numbered(n), 1)));
        assertThat(kept()).isBetween(50L, 100L);

        IntStream.range(0, 1_000)
                .forEach(n -> keep(row(numbered(n), 2, HOUR, false, null, 40_000)));
        assertThat(kept()).isLessThanOrEqualTo(10);
    }

    private static ConnectionRef numbered(int number) {
        return new ConnectionRef("ten_a", "conn_" + number);
    }

    private long kept() {
        return IntStream.range(0, 1_000).filter(n -> version(numbered(n)) > 0).count();
    }

    @Test
    void noneIsKeptWhereItIsTurnedOff() {
        TokenCache off = cache(0);

        TokenRowReading reading = off.begin(CONNECTION);
        off.keep(reading, row(CONNECTION, 1));
        off.see(row(CONNECTION, 2));

        assertThat(reading).isNull();
        assertThat(off.find(CONNECTION)).isNull();
    }

    @Test
    void hitsAndMissesAreCounted() {
        version(CONNECTION);
        keep(row(CONNECTION, 1));
        version(CONNECTION);
        version(CONNECTION);

        assertThat(reads("hit")).isEqualTo(2);
        assertThat(reads("miss")).isEqualTo(1);
    }

    private double reads(String outcome) {
        return registry.get("lanyard.token.cache.reads").tag("outcome", outcome).counter().count();
    }

    /** One writes, and tells of it; the others read. Nobody gets what was over when he asked. */
    @Test
    void rule26_aReadingThatRacesWithAChangeNeverStays() {
        AtomicLong stored = new AtomicLong(1);
        AtomicLong told = new AtomicLong(1);
        AtomicLong stale = new AtomicLong();
        CompletableFuture<?> writer =
                CompletableFuture.runAsync(() -> change(stored, told, 100_000));

        CompletableFuture.allOf(
                        IntStream.range(0, 3)
                                .mapToObj(n -> reader(stored, told, stale, writer))
                                .toArray(CompletableFuture[]::new))
                .join();

        assertThat(stale).hasValue(0);
        assertThat(reads("hit")).isPositive();
    }

    private void change(AtomicLong stored, AtomicLong told, int times) {
        for (int i = 0; i < times; i++) {
            long version = stored.incrementAndGet();
            heard.hear(CONNECTION);
            told.set(version);
        }
    }

    private CompletableFuture<?> reader(
            AtomicLong stored, AtomicLong told, AtomicLong stale, CompletableFuture<?> writer) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!writer.isDone()) {
                        read(stored, told, stale);
                    }
                });
    }

    private void read(AtomicLong stored, AtomicLong told, AtomicLong stale) {
        long least = told.get();
        TokenRow kept = cache.find(CONNECTION);
        if (kept == null) {
            TokenRowReading reading = cache.begin(CONNECTION);
            cache.keep(reading, row(CONNECTION, stored.get()));
        } else if (kept.version() < least) {
            stale.incrementAndGet();
        }
    }
}
