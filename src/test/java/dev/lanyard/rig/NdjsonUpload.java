package dev.lanyard.rig;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Lines sent to a replica as they are made, while its response is read, as curl does. */
public final class NdjsonUpload implements AutoCloseable {
    private final Socket socket;
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> sent;
    private final CompletableFuture<Void> read;
    private volatile int count;

    private NdjsonUpload(Api api, String path, Stream<String> lines) {
        URI url = api.base();
        try {
            socket = new Socket(url.getHost(), url.getPort());
            socket.setSoTimeout(120_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + api.bearer()
                        + "\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        sent = CompletableFuture.runAsync(() -> send(head, lines.iterator()));
        read = CompletableFuture.runAsync(this::read);
    }

    public static NdjsonUpload begin(Api api, String path, Stream<String> lines) {
        return new NdjsonUpload(api, path, lines);
    }

    private void send(String head, Iterator<String> lines) {
        try {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 32_768);
            out.write(bytes(head));
            while (lines.hasNext()) {
                byte[] line = bytes(lines.next() + "\n");
                out.write(bytes(Integer.toHexString(line.length) + "\r\n"));
                out.write(line);
                out.write(bytes("\r\n"));
            }
            out.write(bytes("0\r\n\r\n"));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Chunk lengths and header fields are no results. */
    private void read() {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("{")) {
                    count++;
                    if (results.size() < 2_000 || !line.contains("_id\"")) {
                        results.add(line);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How many results there are so far. */
    public int count() {
        return count;
    }

    /** The first of them, and all that failed. */
    public List<String> results() {
        return results;
    }

    /** Waits for the end; fails if the connection was cut. */
    public NdjsonUpload join() {
        sent.join();
        read.join();
        return this;
    }

    /** Waits for the end, however it came. */
    public NdjsonUpload await() {
        sent.exceptionally(cut -> null).join();
        read.exceptionally(cut -> null).join();
        return this;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
