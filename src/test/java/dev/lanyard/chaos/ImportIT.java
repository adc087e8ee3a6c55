package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.NdjsonUpload;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Very many connections move in: how long it takes, and what a death in the middle leaves. */
class ImportIT {
    private static final boolean FULL = "full".equals(System.getProperty("lanyard.chaos"));
    private static final int LINES = FULL ? 100_000 : 4_000;
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long MOST_GROWTH_MIB = 128;
    private static final String PATH = "/v1/connections/import";

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(1, ProviderEntry.BITBUCKET);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    private static Stream<String> lines(Tenant tenant, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        n ->
                                JsonObject.of(
                                                "end_user",
                                                        JsonObject.of(
                                                                "id",
                                                                "user-" + n,
                                                                "name",
                                                                "User " + n),
                                                "connector_profile_id", tenant.profileId(),
                                                "refresh_token",
                                                        "refresh-token-of-some-length-" + n,
                                                "mode", "shadow",
                                                "metadata", JsonObject.of("number", n))
                                        .encode());
    }

    private static long count(Tenant tenant, String table) {
        String sql = "SELECT count(*) FROM " + table + " WHERE tenant_id = '" + tenant.id() + "'";
        try (Connection connection = cluster.database().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(sql);
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long residentMib(Replica replica) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + replica.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void takesAHundredThousandInTwoMinutesWithFlatMemoryAndAgainChangesNothing() {
        Replica replica = cluster.replica(1);
        Tenant warm = cluster.tenant(ProviderEntry.BITBUCKET);
        NdjsonUpload.begin(warm.api(), PATH, lines(warm, 2_000)).join();
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        long before = residentMib(replica);
        long began = System.nanoTime();

        NdjsonUpload upload = NdjsonUpload.begin(tenant.api(), PATH, lines(tenant, LINES)).join();

        Duration took = Duration.ofNanos(System.nanoTime() - began);
        long grown = residentMib(replica) - before;
        System.out.printf("%,d lines in %s, memory %+d MiB%n", LINES, took, grown);
        assertThat(upload.count()).isEqualTo(LINES);
        assertThat(upload.results()).noneMatch(result -> result.contains("failed"));
        assertThat(took).isLessThan(LONGEST);
        assertThat(grown).isLessThan(MOST_GROWTH_MIB);
        assertThat(count(tenant, "connection")).isEqualTo(LINES);
        long events = count(tenant, "event");

        began = System.nanoTime();
        NdjsonUpload again = NdjsonUpload.begin(tenant.api(), PATH, lines(tenant, LINES)).join();

        System.out.printf("again in %s%n", Duration.ofNanos(System.nanoTime() - began));
        assertThat(again.count()).isEqualTo(LINES);
        assertThat(again.results()).allMatch(result -> result.contains("\"updated\""));
        assertThat(count(tenant, "connection")).isEqualTo(LINES);
        assertThat(count(tenant, "event")).isEqualTo(events);
    }

    @Test
    void killedInTheMiddleAndSentAgainHasEachLineOnce() {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        NdjsonUpload upload = NdjsonUpload.begin(tenant.api(), PATH, lines(tenant, LINES));
        await().atMost(Duration.ofSeconds(60)).until(() -> upload.count() > LINES / 4);

        cluster.replica(1).kill();

        upload.await();
        assertThat(upload.count()).isLessThan(LINES);
        cluster.replica(1).restart();
        assertThat(count(tenant, "connection")).isGreaterThanOrEqualTo(upload.count());
        NdjsonUpload again = NdjsonUpload.begin(tenant.api(), PATH, lines(tenant, LINES)).join();
        assertThat(again.count()).isEqualTo(LINES);
        assertThat(again.results()).noneMatch(result -> result.contains("failed"));
        assertThat(count(tenant, "connection")).isEqualTo(LINES);
        assertThat(count(tenant, "imported_token")).isEqualTo(LINES);
        assertThat(count(tenant, "event")).isEqualTo(LINES);
    }

    /** It ends its own side in the middle of a line, and goes on listening. */
    @Test
    void aClientThatStopsSendingIsToldHowFarItCame() throws IOException {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        String whole = lines(tenant, 1).findFirst().orElseThrow() + "\n{\"end_user\":";
        for (String framing : List.of("Content-Length: 100000", "Transfer-Encoding: chunked")) {
            URI url = cluster.replica(1).url();
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.setSoTimeout(20_000);
                String head =
                        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/x-ndjson\r\n%s\r\n\r\n"
                                .formatted(PATH, tenant.key(), framing);
                String body =
                        framing.startsWith("C")
                                ? whole
                                : Integer.toHexString(whole.length()) + "\r\n" + whole + "\r\n";
                socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
                socket.shutdownOutput();

                List<JsonObject> results =
                        new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .filter(line -> line.startsWith("{"))
                                .map(JsonObject::new)
                                .toList();

                assertThat(results).as(framing).hasSize(2);
                assertThat(results.get(0).getString("status")).isIn("created", "updated");
                assertThat(results.get(1).getInteger("line")).isEqualTo(2);
                assertThat(results.get(1).getJsonObject("error").getString("detail"))
                        .contains("ended here");
            }
        }
    }
}
