package dev.lanyard.bounds;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.KeptHttp;
import dev.lanyard.support.LoopAllocations;
import dev.lanyard.support.Owner;
import dev.lanyard.support.StatementCount;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a token read costs, told in what no machine changes: statements, bytes that the event loops
 * allocate, bytes of the response. Never a time. The bounds are some way above what is measured, as
 * code that is not compiled yet allocates what the compiler leaves out later; they are meant to
 * stop a copy, a buffer, a look-up too many.
 */
abstract class TokenReadCost {
    private static final int BATCHES = 9;
    private static final int MOST_BATCHES = 60; // that others may spoil
    private static final int READS = 250; // of a batch
    private static final int WARM_UP = 2_000;

    /** Of a header field, which is read and looked at by nobody. */
    private static final int WASTE = 8_192;

    /** Besides the token itself: head, names of fields, type, end and scopes. */
    private static final int RESPONSE_OVERHEAD = 384;

    private static final int COUNTED = 400;

    private KeptHttp reads;
    private Connected connection;
    private String key;

    /** Statements that a read asks of the database. */
    abstract int statements();

    /** Bytes that the event loops allocate for a read, at most. */
    abstract long allocation();

    /** How many reads went another way than this one's. */
    double unusual() {
        return 0;
    }

    @BeforeEach
    void connect() {
        connection = Connected.at(GRACE);
        key = connection.journey().tenant().key("tokens");
        reads = open("");
    }

    @AfterEach
    void close() {
        reads.close();
    }

    private KeptHttp open(String fields) {
        return new KeptHttp(
                URI.create(Journey.publicUrl()),
                "/v1/connections/" + connection.id() + "/token",
                "Authorization: Bearer " + key + "\r\n" + fields);
    }

    /** Reads by the fast way: the key is remembered, and so is the row where rows are kept. */
    private void settle() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> StatementCount.of(Fixtures.bearer(key), r -> r.get(path())).isEmpty());
    }

    private String path() {
        return "/v1/connections/" + connection.id() + "/token";
    }

    /**
     * Counted by the database itself: what is pipelined, nobody here sees. It may tell of one round
     * in the next, so that the least is what was asked at most, and the most shows that it counts.
     */
    @Test
    void asksTheDatabaseNoMoreThanItMust() {
        settle();
        long must = (long) COUNTED * statements();

        List<Long> rounds = LongStream.generate(this::scansOfReads).limit(3).boxed().toList();

        assertThat(Collections.min(rounds)).isLessThan(must + COUNTED / 2);
        assertThat(Collections.max(rounds)).isGreaterThanOrEqualTo(must);
    }

    private long scansOfReads() {
        sleepUntilTold();
        long before = scans();
        for (int read = 0; read < COUNTED; read++) {
            reads.send();
        }
        sleepUntilTold();
        return scans() - before;
    }

    /** A backend tells of its work when it has none, at most once a second. */
    private static void sleepUntilTold() {
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    }

    /** By anybody: background work looks for what is due a few times a second. */
    private static long scans() {
        return Long.parseLong(
                Owner.column(
                                "SELECT idx_scan::text FROM pg_stat_user_tables"
                                        + " WHERE relname = 'token_set'")
                        .get(0));
    }

    @Test
    void allocatesNoMoreThanItMust() {
        settle();
        warmUp();

        assertThat(allocated(reads)).as("bytes of a read").isBetween(1_000L, allocation());
    }

    /** Else the bound would hold whatever happens. */
    @Test
    void aFewKilobytesMoreWouldBeSeen() {
        settle();
        warmUp();
        long usual = allocated(reads);

        try (KeptHttp wasteful = open("X-Waste: " + "x".repeat(WASTE) + "\r\n")) {
            assertThat(allocated(wasteful)).isGreaterThan(usual + WASTE * 3 / 4);
        }
    }

    @Test
    void aResponseHasFewBytesMoreThanItsToken() {
        settle();
        String token = connection.accessToken();

        String response = reads.send();

        assertThat(response).contains(token);
        assertThat(response.length() - token.length()).isLessThanOrEqualTo(RESPONSE_OVERHEAD);
    }

    private void warmUp() {
        for (int read = 0; read < WARM_UP; read++) {
            reads.send();
        }
    }

    /** The median of the batches that were as usual. */
    private long allocated(KeptHttp reading) {
        List<Long> batches = new ArrayList<>();
        for (int batch = 0; batch < MOST_BATCHES && batches.size() < BATCHES; batch++) {
            double before = unusual();
            long bytes = ofABatch(reading);
            if (unusual() == before) {
                batches.add(bytes);
            }
        }
        assertThat(batches).as("batches that nobody spoiled").hasSize(BATCHES);
        return median(batches);
    }

    private static long ofABatch(KeptHttp reading) {
        long before = LoopAllocations.bytes();
        for (int read = 0; read < READS; read++) {
            reading.send();
        }
        return (LoopAllocations.bytes() - before) / READS;
    }

    private static long median(List<Long> values) {
        LongStream sorted = values.stream().mapToLong(Long::longValue).sorted();
        return sorted.skip(values.size() / 2).findFirst().orElseThrow();
    }
}
