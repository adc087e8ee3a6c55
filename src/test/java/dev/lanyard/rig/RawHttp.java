package dev.lanyard.rig;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes to a replica, and what comes back. */
public final class RawHttp {
    /** Vert.x answers with the protocol that the request named, also an odd one. */
    private static final Pattern STATUS_LINE = Pattern.compile("^\\S+ (\\d{3})\\b");

    private RawHttp() {}

    static Socket connect(URI replica) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(replica.getHost(), replica.getPort()), 5_000);
        return socket;
    }

    /**
     * What is answered until the connection ends or nothing comes for that long; empty if nothing
     * is.
     */
    public static String send(URI replica, byte[] request, int patienceMillis) throws IOException {
        try (Socket socket = connect(replica)) {
            socket.setSoTimeout(patienceMillis);
            try {
                socket.getOutputStream().write(request);
            } catch (IOException closedMeanwhile) {
                // refused before it was whole; the answer may be there all the same
            }
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketTimeoutException silence) {
            return answer.toString();
        } catch (IOException reset) {
            return answer.toString();
        }
        return answer.toString();
    }

    /** The status of an answer; 0 if there is none. */
    public static int status(String answer) {
        Matcher line = STATUS_LINE.matcher(answer);
        if (!answer.isEmpty() && !line.find()) {
            throw new AssertionError("no answer of HTTP: " + answer);
        }
        return answer.isEmpty() ? 0 : Integer.parseInt(line.group(1));
    }
}
