package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twice the heap of a replica goes through it each way; a gibibyte in the full run. */
class ProxyStreamIT {
    private static final boolean FULL = "full".equals(System.getProperty("lanyard.chaos"));
    private static final long LENGTH = FULL ? 1L << 30 : 256L << 20;
    private static final long WARMING = 96L << 20;
    private static final long MOST_GROWTH = 64L << 20;
    private static final byte[] PART = new byte[32_768];

    private final Vertx vertx = Vertx.vertx();
    private final Cluster cluster = Cluster.shared();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir Path folder;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The API: takes any body and says how long it was; gives as many bytes as the path says. */
    private int startApi() {
        HttpServer server = vertx.createHttpServer().requestHandler(ProxyStreamIT::handle);
        return server.listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static void handle(HttpServerRequest request) {
        if (request.method().name().equals("PUT")) {
            AtomicLong length = new AtomicLong();
            request.handler(part -> length.addAndGet(part.length()));
            request.endHandler(end -> request.response().end(length.toString()));
            return;
        }
        long length = Long.parseLong(request.path().replaceAll(".*/", ""));
        HttpServerResponse response = request.response();
        response.putHeader("Content-Length", String.valueOf(length));
        AtomicLong left = new AtomicLong(length);
        pour(response, left);
        response.drainHandler(drained -> pour(response, left));
    }

    private static void pour(HttpServerResponse response, AtomicLong left) {
        while (left.get() > 0 && !response.closed() && !response.writeQueueFull()) {
            response.write(Buffer.buffer(PART));
            left.addAndGet(-PART.length);
        }
        if (left.get() <= 0 && !response.ended()) {
            response.end();
        }
    }

    /** Another replica on the same database, at which this provider's API is the test's own. */
    private Replica start(int apiPort) {
        ProviderEntry.BITBUCKET.writeWithApi(folder, apiPort);
        return Replica.start(
                        "stream",
                        Settings.with(
                                cluster.settings(),
                                Map.of(
                                        "LANYARD_PROVIDERS_DIR",
                                        folder.toAbsolutePath().toString(),
                                        "LANYARD_REFRESH",
                                        "off")), // the connections there are other tests'
                        List.of("-Xmx128m"))
                .awaitReady();
    }

    @Test
    void aLongBodyEachWayCostsNoMemory() throws Exception {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        String path = "/v1/connections/" + tenant.connect("u1") + "/proxy/";
        try (Replica replica = start(startApi())) {
            URI proxy = replica.url().resolve(path);
            up(proxy, tenant, WARMING);
            down(proxy, tenant, WARMING);
            long before = residentBytes(replica);

            assertThat(down(proxy, tenant, LENGTH)).isEqualTo(LENGTH);
            assertThat(residentBytes(replica) - before).isLessThan(MOST_GROWTH);
            assertThat(up(proxy, tenant, LENGTH)).isEqualTo(LENGTH);
            assertThat(residentBytes(replica) - before).isLessThan(MOST_GROWTH);
        }
    }

    private long down(URI proxy, Tenant tenant, long length) throws Exception {
        HttpResponse<InputStream> response =
                client.send(
                        request(proxy.resolve(String.valueOf(length)), tenant).build(),
                        BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        long read = 0;
        try (InputStream body = response.body()) {
            byte[] part = new byte[65_536];
            for (int n = body.read(part); n >= 0; n = body.read(part)) {
                read += n;
            }
        }
        return read;
    }

    private long up(URI proxy, Tenant tenant, long length) throws Exception {
        HttpRequest request =
                request(proxy.resolve("upload"), tenant)
                        .PUT(
                                BodyPublishers.fromPublisher(
                                        BodyPublishers.ofInputStream(() -> new Zeros(length)),
                                        length))
                        .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Long.parseLong(response.body());
    }

    private static HttpRequest.Builder request(URI address, Tenant tenant) {
        return HttpRequest.newBuilder(address).header("Authorization", "Bearer " + tenant.key());
    }

    private static long residentBytes(Replica replica) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + replica.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** So many zeros. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int read = (int) Math.min(left, length);
            left -= read;
            return read;
        }
    }
}
