package dev.lanyard.connection.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How bodies go through the proxy, byte by byte: by sockets. */
@QuarkusTest
class ProxyStreamingTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final long MOST_HELD = 24L * MEBIBYTE; // both kernels' buffers, mostly

    private ProxyFixture proxy;
    private ProviderApi api;

    @BeforeEach
    void connect() {
        proxy = new ProxyFixture();
        api = proxy.api;
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private Socket send(String request) throws IOException {
        Socket socket = proxy.connect();
        ProxyFixture.write(socket, request);
        return socket;
    }

    @Test
    void headAndFirstPartComeWhileTheRestIsStillToCome() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        api.does(
                request -> {
                    request.response().setChunked(true).write("first");
                    release(request.response(), read);
                });

        try (Socket socket = send(proxy.head("GET", "/a") + "\r\n")) {
            assertThat(ProxyFixture.readTo(socket, "first\r\n")).startsWith("HTTP/1.1 200 OK");
            read.countDown();
            assertThat(ProxyFixture.readTo(socket, "0\r\n\r\n")).contains("last");
        }
    }

    private void release(HttpServerResponse response, CountDownLatch read) {
        CompletableFuture.runAsync(
                () -> {
                    await().until(() -> read.getCount() == 0);
                    response.end("last");
                });
    }

    @Test
    void theHeadComesBeforeAnyPart() throws Exception {
        api.does(
                request ->
                        request.response()
                                .putHeader("Content-Length", "3")
                                .putHeader("Content-Type", "text/event-stream")
                                .write(Buffer.buffer()));

        try (Socket socket = send(proxy.head("GET", "/a") + "\r\n")) {
            assertThat(ProxyFixture.readTo(socket, "\r\n\r\n")).contains("text/event-stream");
        }
    }

    @Test
    void chunksAndTrailersArePassedOn() throws Exception {
        api.does(
                request -> {
                    HttpServerResponse response = request.response().setChunked(true);
                    response.putHeader("Trailer", "X-Sum").putTrailer("X-Sum", "42");
                    response.putTrailer("Set-Cookie", "a=b").end("body");
                });

        try (Socket socket = send(proxy.head("GET", "/a") + "\r\n")) {
            String response = ProxyFixture.readTo(socket, "\r\n\r\n");
            String body = ProxyFixture.readTo(socket, "\r\n\r\n");
            assertThat(response.toLowerCase()).contains("transfer-encoding: chunked");
            assertThat(body).isEqualTo("4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n");
        }
    }

    @Test
    void aChunkedRequestIsPassedOnAsItComes() throws Exception {
        api.does(ProxyFixture::echo);

        try (Socket socket =
                send(proxy.head("POST", "/a") + "Transfer-Encoding: chunked\r\n\r\n")) {
            ProxyFixture.write(socket, "3\r\none\r\n");
            assertThat(ProxyFixture.readTo(socket, "3\r\none\r\n")).startsWith("HTTP/1.1 200");
            ProxyFixture.write(socket, "3\r\ntwo\r\n");
            ProxyFixture.readTo(socket, "3\r\ntwo\r\n");
            ProxyFixture.write(socket, "0\r\n\r\n");
            assertThat(ProxyFixture.readTo(socket, "0\r\n\r\n")).endsWith("0\r\n\r\n");
        }
        assertThat(api.seen().get(0).headers().get("Transfer-Encoding")).isEqualTo("chunked");
    }

    /** Neither side of Vert.x 4 knows them: the body goes on without them, and so does the next. */
    @Test
    void trailersOfARequestStayHereAndItsBodyIsWhole() throws Exception {
        api.does(ProxyFixture::echo);

        try (Socket socket =
                send(
                        proxy.head("POST", "/a")
                                + "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n")) {
            ProxyFixture.write(socket, "4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n");
            assertThat(ProxyFixture.readTo(socket, "0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("4\r\nbody\r\n");
        }
        assertThat(api.seen().get(0).headers().names()).doesNotContain("Trailer", "X-Sum");
    }

    @Test
    void whoAsksFirstIsToldToGoOnByTheProvider() throws Exception {
        AtomicBoolean asked = new AtomicBoolean();
        api.does(
                request -> {
                    asked.set("100-continue".equals(request.getHeader("Expect")));
                    request.response().writeContinue();
                    ProxyFixture.echo(request);
                });

        try (Socket socket = send(asking(4))) {
            assertThat(ProxyFixture.readTo(socket, "\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            ProxyFixture.write(socket, "body");
            assertThat(ProxyFixture.readTo(socket, "0\r\n\r\n"))
                    .contains("200 OK")
                    .contains("body");
        }
        assertThat(asked).isTrue();
    }

    private String asking(int length) {
        return proxy.head("PUT", "/a")
                + "Expect: 100-continue\r\nContent-Length: "
                + length
                + "\r\n\r\n";
    }

    @Test
    void whoAsksFirstIsToldToGoOnThoughTheProviderSaysNothing() throws Exception {
        api.does(ProxyFixture::echo);

        try (Socket socket = send(asking(4))) {
            ProxyFixture.readTo(socket, "100 Continue\r\n\r\n");
            ProxyFixture.write(socket, "body");
            assertThat(ProxyFixture.readTo(socket, "0\r\n\r\n")).contains("body");
        }
    }

    @Test
    void whoAsksFirstIsToldOfARefusalAtOnce() throws Exception {
        api.does(request -> request.response().setStatusCode(413).end("too much"));

        try (Socket socket = send(asking(1_000_000))) {
            assertThat(ProxyFixture.readTo(socket, "too much"))
                    .startsWith("HTTP/1.1 413")
                    .doesNotContain("100 Continue");
        }
    }

    @Test
    void halfAResponseDoesNotLookLikeAWholeOne() throws Exception {
        api.does(
                request -> {
                    request.response().setChunked(true).write("half");
                    api.vertx().setTimer(200, late -> request.connection().close());
                });

        try (Socket socket = send(proxy.head("GET", "/a") + "\r\n")) {
            String all = ProxyFixture.readTo(socket, "0\r\n\r\n");
            assertThat(all).contains("half").doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void aClientThatLeavesEndsTheCallAtTheProvider() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        api.does(
                request -> {
                    request.response().setChunked(true).write("first");
                    request.response().closeHandler(closed -> left.countDown());
                });

        try (Socket socket = send(proxy.head("GET", "/a") + "\r\n")) {
            ProxyFixture.readTo(socket, "first");
        }

        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatLeavesBeforeTheResponseEndsTheCallToo() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        api.does(
                request -> {
                    request.response().closeHandler(closed -> left.countDown());
                    came.countDown();
                });

        try (Socket socket = send(proxy.head("POST", "/a") + "Content-Length: 10\r\n\r\nhalf")) {
            assertThat(came.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatDoesNotReadHoldsTheProviderUp() throws Exception {
        AtomicLong sent = new AtomicLong();
        api.does(
                request -> {
                    request.response().putHeader("Content-Length", "9999999999");
                    pour(request.response(), sent);
                    request.response().drainHandler(drained -> pour(request.response(), sent));
                });

        try (Socket socket = send(proxy.head("GET", "/a") + "\r\n")) {
            ProxyFixture.readTo(socket, "\r\n\r\n");
            assertThat(settled(sent)).isLessThan(MOST_HELD);
            long before = sent.get();
            read(socket.getInputStream(), 16L * MEBIBYTE);
            await().until(() -> sent.get() > before);
        }
    }

    private static void pour(HttpServerResponse response, AtomicLong sent) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(Buffer.buffer(new byte[32_768]));
            sent.addAndGet(32_768);
        }
    }

    /** What a count comes to when it has not grown for a while. */
    private static long settled(AtomicLong count) {
        AtomicLong last = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(700))
                .until(() -> count.get() == last.getAndSet(count.get()));
        return count.get();
    }

    private static void read(InputStream in, long bytes) throws IOException {
        for (long read = 0; read < bytes; read += in.readNBytes(65_536).length) {
            // what is read does not matter
        }
    }

    @Test
    void aProviderThatDoesNotReadHoldsTheClientUp() throws Exception {
        api.does(request -> request.pause());

        try (Socket socket = send(proxy.head("PUT", "/a") + "Content-Length: 9999999999\r\n\r\n")) {
            AtomicLong sent = new AtomicLong();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(socket, sent));
            assertThat(settled(sent)).isGreaterThan(0).isLessThan(MOST_HELD);
            assertThat(writing).isNotDone();
        }
    }

    private static void write(Socket socket, AtomicLong sent) {
        byte[] part = new byte[32_768];
        try {
            OutputStream out = socket.getOutputStream();
            while (sent.get() < 1L << 32) {
                out.write(part);
                sent.addAndGet(part.length);
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void sixtyFourMebibytesGoThroughBothWaysAsTheyAre() throws Exception {
        api.does(ProxyFixture::echo);
        long length = 64L * MEBIBYTE;

        try (Socket socket =
                send(
                        proxy.head("PUT", "/a")
                                + "Connection: close\r\nContent-Length: "
                                + length
                                + "\r\n\r\n")) {
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> writePattern(socket, length));
            ProxyFixture.readTo(socket, "\r\n\r\n");
            assertThat(readPattern(socket.getInputStream())).isEqualTo(length);
            writing.join();
        }
    }

    private static void writePattern(Socket socket, long length) {
        byte[] part = new byte[251 * 256];
        for (int i = 0; i < part.length; i++) {
            part[i] = (byte) (i % 251);
        }
        try {
            for (long left = length; left > 0; left -= part.length) {
                socket.getOutputStream().write(part, 0, (int) Math.min(left, part.length));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads chunks; how many bytes they had, each where it belongs. */
    private static long readPattern(InputStream in) throws IOException {
        long position = 0;
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            byte[] part = in.readNBytes(size);
            for (byte b : part) {
                if ((b & 0xff) != position % 251) {
                    throw new AssertionError("another byte at " + position);
                }
                position++;
            }
            in.readNBytes(2);
        }
        return position;
    }

    private static int chunk(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        in.read();
        return Integer.parseInt(line.toString(), 16);
    }

    @Test
    void anHttp10ClientIsToldTheEndByTheConnection() throws Exception {
        api.does(request -> request.response().setChunked(true).end("body"));

        try (Socket socket =
                send(proxy.head("GET", "/a").replace("HTTP/1.1", "HTTP/1.0") + "\r\n")) {
            String all = ProxyFixture.readTo(socket, "never");
            assertThat(all).endsWith("\r\n\r\nbody");
        } catch (SocketTimeoutException open) {
            throw new AssertionError("the connection is still open", open);
        }
    }
}
