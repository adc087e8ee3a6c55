package dev.lanyard.token;

import dev.lanyard.support.TestProviders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The provider {@code wild} of the test catalogue on bare sockets, which does to a connection what
 * no HTTP server would.
 */
final class RawProvider implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile Behaviour behaviour = RawProvider::reset;

    /** What it does with a connection once it has read the request. */
    interface Behaviour {
        void meet(Socket connection) throws IOException;
    }

    RawProvider() {
        this(TestProviders.wildPort());
    }

    RawProvider(int port) {
        listener = listen(port);
        threads.execute(this::accept);
    }

    /** The former one on this port may need a moment to be gone. */
    private static ServerSocket listen(int port) {
        for (int i = 0; true; i++) {
            try {
                return new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                if (i == 50) {
                    throw new UncheckedIOException(e);
                }
                pause(100);
            }
        }
    }

    void does(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** The requests that came whole, head and body. */
    List<String> requests() {
        return requests;
    }

    /** How many connections are not closed by the other side or by this one. */
    int open() {
        return open.get();
    }

    /** Closes so that the other side sees a reset. */
    static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    static Behaviour answer(String status, String headers, String body) {
        byte[] bytes =
                ("HTTP/1.1 " + status + "\r\n" + headers + length(body) + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8);
        return connection -> connection.getOutputStream().write(bytes);
    }

    private static String length(String body) {
        return "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A head that promises so much, then these bytes again and again until nobody reads. */
    static Behaviour pour(long length, byte[] bytes, long pauseMillis) {
        return connection -> {
            OutputStream out = connection.getOutputStream();
            out.write(
                    ("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            for (long sent = 0; sent < length; sent += bytes.length) {
                out.write(bytes);
                out.flush();
                pause(pauseMillis);
            }
        };
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        open.incrementAndGet();
        try (connection) {
            requests.add(read(connection.getInputStream()));
            behaviour.meet(connection);
            while (!connection.isClosed() && connection.getInputStream().read() >= 0) {
                // until the other side closes
            }
        } catch (IOException gone) {
            // as it should be
        } finally {
            open.decrementAndGet();
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no whole request");
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.UTF_8);
        String length =
                text.toLowerCase(Locale.ROOT).replaceAll("(?s).*content-length: *(\\d+).*", "$1");
        return text + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
