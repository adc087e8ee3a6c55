package dev.lanyard.rig;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A client that sends a byte at a time. */
public final class SlowClient {
    private SlowClient() {}

    /** Sends this beginning, then a byte each second; how long the server put up with it. */
    public static CompletableFuture<Duration> trickle(URI server, String beginning) {
        CompletableFuture<Duration> cut = new CompletableFuture<>();
        Thread thread = new Thread(() -> trickle(server, beginning, cut), "slow client");
        thread.setDaemon(true);
        thread.start();
        return cut;
    }

    private static void trickle(URI server, String beginning, CompletableFuture<Duration> cut) {
        long begun = System.nanoTime();
        try (Socket socket = RawHttp.connect(server)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            while (isOpen(socket)) {
                socket.getOutputStream().write(' ');
            }
            cut.complete(Duration.ofNanos(System.nanoTime() - begun));
        } catch (IOException closed) {
            cut.complete(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private static boolean isOpen(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (java.net.SocketTimeoutException nothingYet) {
            return true;
        }
    }
}
