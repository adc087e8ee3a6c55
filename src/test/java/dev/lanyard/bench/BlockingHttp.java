package dev.lanyard.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection for requests that follow from each other; it costs the machine little. */
final class BlockingHttp implements AutoCloseable {
    private final URI server;
    private final Socket socket;
    private final InputStream in;

    BlockingHttp(URI server) {
        this.server = server;
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(40_000);
            in = new BufferedInputStream(socket.getInputStream(), 16_384);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A response, read whole. */
    record Response(int status, String head, String body) {
        Response expect(int wanted) {
            if (status != wanted) {
                throw new IllegalStateException(head + body);
            }
            return this;
        }

        /** The value of that header field; empty: there is none. */
        String field(String name) {
            String start = "\n" + name.toLowerCase(Locale.ROOT) + ": ";
            int at = head.toLowerCase(Locale.ROOT).indexOf(start);
            return at < 0 ? "" : head.substring(at + start.length(), head.indexOf('\r', at + 1));
        }
    }

    Response get(String path, String fields) {
        return send("GET " + path + " HTTP/1.1\r\n" + fields, "");
    }

    Response post(String path, String fields, String json) {
        return send(
                "POST "
                        + path
                        + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.length()
                        + "\r\n"
                        + fields,
                json);
    }

    private Response send(String head, String body) {
        String request = head + "Host: " + server.getAuthority() + "\r\n\r\n" + body;
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answered = head();
            int length = length(answered);
            return new Response(
                    Integer.parseInt(answered.substring(9, 12)),
                    answered,
                    new String(in.readNBytes(length), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder(512);
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("cut within: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static int length(String head) {
        String text = new Response(0, head, "").field("content-length");
        return text.isEmpty() ? 0 : Integer.parseInt(text.strip());
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
