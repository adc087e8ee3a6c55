package dev.lanyard.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One request, sent again and again over one connection, by the thread that calls: what it costs
 * this side is no event loop's.
 */
public final class KeptHttp implements AutoCloseable {
    private static final String LENGTH = "content-length: ";

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;

    /**
     * @param server its address
     * @param path of the GET
     * @param fields of its head, each with its end of line
     */
    public KeptHttp(URI server, String path, String fields) {
        request =
                "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                        .formatted(path, server.getAuthority(), fields)
                        .getBytes(StandardCharsets.ISO_8859_1);
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            in = new BufferedInputStream(socket.getInputStream(), 16_384);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends it once; head and body of the response, which has a length. */
    public String send() {
        try {
            socket.getOutputStream().write(request);
            String head = head();
            return head + new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int line = -1; line != 0; ) {
            line = line(head);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** How many characters it has, without its end. */
    private int line(ByteArrayOutputStream head) throws IOException {
        int count = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The connection ended within the head of a response");
            }
            head.write(next);
            count += next == '\r' ? 0 : 1;
        }
        head.write('\n');
        return count;
    }

    private static int length(String head) {
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf(LENGTH);
        if (!head.startsWith("HTTP/1.1 200 ") || at < 0) {
            throw new AssertionError(head);
        }
        return Integer.parseInt(
                head.substring(at + LENGTH.length(), head.indexOf('\r', at)).strip());
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
