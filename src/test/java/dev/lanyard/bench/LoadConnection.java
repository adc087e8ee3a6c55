package dev.lanyard.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of an {@link HttpLoad}, with at most one request under way. */
final class LoadConnection {
    private static final String LENGTH = "ontent-length: ";
    private static final String LENGTH_BIG = "ontent-Length: ";
    private static final int HEAD = 1_500;

    private final NetSocket socket;
    private final Consumer<LoadConnection> done;
    private @Nullable Buffer pending;
    private int whole;
    private long began;
    private boolean successful;

    /**
     * @param done is told of each response that is here
     */
    LoadConnection(NetSocket socket, Consumer<LoadConnection> done) {
        this.socket = socket;
        this.done = done;
        socket.handler(this::receive);
    }

    /**
     * @param began when it was to be sent, {@link System#nanoTime()}
     */
    void send(Buffer request, long began) {
        this.began = began;
        socket.write(request);
    }

    long began() {
        return began;
    }

    /** Of the last response: 2xx or 3xx. */
    boolean successful() {
        return successful;
    }

    private void receive(Buffer part) {
        Buffer all = pending == null ? part : pending.appendBuffer(part);
        if (whole == 0) {
            whole = length(all);
        }
        if (whole == 0 || all.length() < whole) {
            pending = all.copy();
            return;
        }
        pending = null;
        whole = 0;
        done.accept(this);
    }

    /** Of head and body together; 0: the head is not whole yet. */
    private int length(Buffer all) {
        String head =
                all.getString(0, Math.min(all.length(), HEAD), StandardCharsets.ISO_8859_1.name());
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        successful = head.charAt(9) == '2' || head.charAt(9) == '3';
        int at = Math.max(head.indexOf(LENGTH), head.indexOf(LENGTH_BIG));
        int body =
                at < 0
                        ? 0
                        : Integer.parseInt(
                                head.substring(at + LENGTH.length(), head.indexOf('\r', at)));
        return end + 4 + body;
    }

    void close() {
        socket.close();
    }
}
