package dev.lanyard.bench;

import dev.lanyard.rig.Replica;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * What else Lanyard is asked for: imports, refreshes, journeys, deliveries, all at once, starts.
 */
final class OperationBench {
    static final String IMPORT = "import, lines";
    static final String REFRESH = "refreshes";
    static final String JOURNEY = "connect journeys";
    static final String MIXED = "mixed load";
    static final String DELIVERY = "webhook deliveries";
    static final List<String> NAMES = List.of(IMPORT, REFRESH, JOURNEY, MIXED, DELIVERY);
    private static final int CREW = 32;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final BenchStage stage;
    private final BenchMeter meter;
    private final AtomicLong users = new AtomicLong();

    OperationBench(BenchStage stage, BenchMeter meter) {
        this.stage = stage;
        this.meter = meter;
    }

    private String bearer() {
        return "Authorization: Bearer " + stage.key() + "\r\n";
    }

    private void measure(String name, int atOnce, Supplier<LoadResult> load) {
        meter.measure(name, atOnce, stage.keeping().pid(), load);
    }

    /** Each piece of this work takes longer than a read. */
    private Duration longer() {
        return stage.plan().each().multipliedBy(3);
    }

    private Crew crew() {
        return new Crew(stage.keeping().url(), CREW);
    }

    void imports() {
        measure(IMPORT, 1, () -> once(stage.plan().lines(), stage::importLines));
    }

    private static LoadResult once(long count, Runnable work) {
        long began = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - began;
        Histogram latencies = LoadResult.histogram();
        latencies.recordValue(nanos / Math.max(1, count));
        return new LoadResult(count, 0, nanos / 1e9, latencies);
    }

    /**
     * Of the imported connections that are not read a quarter is to warm up, a half is measured, as
     * far as the time goes, and the rest is for the mixed load.
     */
    void refreshes() {
        List<String> ids = stage.connections("refresh");
        List<String> first = ids.subList(0, ids.size() / 4);
        List<String> due = ids.subList(ids.size() / 4, ids.size() * 3 / 4);
        stage.expire();
        crew().run(stage.plan().warmUp(), (http, n) -> refresh(http, first, n));
        measure(REFRESH, CREW, () -> crew().run(longer(), (http, n) -> refresh(http, due, n)));
    }

    private boolean refresh(BlockingHttp http, List<String> due, long number) {
        if (number >= due.size()) {
            return false;
        }
        read(http, due.get((int) number));
        return true;
    }

    private void read(BlockingHttp http, String id) {
        http.get("/v1/connections/" + id + "/token", bearer()).expect(200);
    }

    void journeys() {
        ConnectJourney journey = new ConnectJourney(stage);
        crew().run(stage.plan().warmUp(), (http, n) -> journey.take(http, users.incrementAndGet()));
        measure(
                JOURNEY,
                CREW,
                () ->
                        crew().run(
                                        longer(),
                                        (http, n) -> journey.take(http, users.incrementAndGet())));
    }

    /** Of a hundred requests 90 are reads, 5 bring a refresh, 5 make a connect session. */
    void mixed() {
        List<String> read = stage.connections("read");
        List<String> ids = stage.connections("refresh");
        List<String> due = ids.subList(ids.size() * 3 / 4, ids.size());
        measure(MIXED, CREW, () -> crew().run(longer(), (http, n) -> mixed(http, n, read, due)));
    }

    private boolean mixed(BlockingHttp http, long number, List<String> read, List<String> due) {
        long turn = number % 20;
        long nth = number / 20;
        if (turn == 7 && nth >= due.size()) {
            return false;
        }
        if (turn == 7) {
            read(http, due.get((int) nth));
        } else if (turn == 13) {
            http.post("/v1/connect-sessions", bearer(), session(stage, users.incrementAndGet()))
                    .expect(201);
        } else {
            read(http, read.get((int) (number % read.size())));
        }
        return true;
    }

    static String session(BenchStage stage, long user) {
        return JsonObject.of(
                        "connector_profile_id",
                        stage.profileId(),
                        "return_url",
                        BenchStage.RETURN_URL,
                        "end_user",
                        JsonObject.of("id", "bench-" + user))
                .encode();
    }

    /** Events of a hundred connections, all there before the first is told. */
    void deliveries() {
        stage.api()
                .post("/v1/webhooks", JsonObject.of("url", stage.provider().hookUrl()))
                .expect(201);
        long before = stage.provider().hooks();
        int count = stage.plan().deliveries();
        measure(DELIVERY, 1, () -> once(count, () -> deliver(before + count)));
    }

    private void deliver(long until) {
        stage.database()
                .execute(
                        """
                        INSERT INTO event (tenant_id, id, type, subject, data)
                        SELECT '%s', 'evt_bench' || n, 'connection.recovered', 'conn_' || n %% 100, '{}'
                        FROM generate_series(1, %d) n
                        """
                                .formatted(stage.tenant(), stage.plan().deliveries()));
        long end = System.nanoTime() + LONGEST.toNanos();
        while (stage.provider().hooks() < until && System.nanoTime() < end) {
            HttpLoad.sleep(Duration.ofMillis(5));
        }
    }

    /** Milliseconds from exec to ready, on the migrated database. */
    long start() {
        long began = System.nanoTime();
        try (Replica replica = Replica.start("bench-start", stage.settings())) {
            while (replica.health("ready") != 200) {
                HttpLoad.sleep(Duration.ofMillis(5));
            }
            return (System.nanoTime() - began) / 1_000_000;
        }
    }
}
