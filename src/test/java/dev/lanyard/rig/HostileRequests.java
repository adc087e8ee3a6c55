package dev.lanyard.rig;

import dev.lanyard.support.Mutations;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Requests that no well-meaning client sends, the same for the same seed: good ones, changed as
 * bytes or in one of their parts.
 */
public final class HostileRequests {
    private static final List<String> METHODS =
            List.of(
                    "GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "get",
                    "X");
    private static final List<String> BODIES =
            List.of(
                    "{\"connector_profile_id\":\"PROFILE\",\"end_user\":{\"id\":\"u1\",\"name\":"
                            + "\"U\",\"email\":\"u@a.example\"},\"return_url\":"
                            + "\"https://app.example/connected\",\"metadata\":{\"a\":[1,{}]},"
                            + "\"expires_in\":60,\"require_confirmation\":false,\"origin\":"
                            + "\"https://app.example\",\"connection_id\":null}",
                    "{\"name\":\"n\",\"permissions\":[\"account\"],\"return_urls\":"
                            + "[\"https://a.example/\"],\"status\":\"active\","
                            + "\"frame_ancestors\":[\"https://a.example\"],\"branding\":"
                            + "{\"color\":\"#123456\",\"intro\":\"i\",\"support_url\":"
                            + "\"https://a.example\",\"logo\":\"data:image/png;base64,AAAA\"}}",
                    "{\"name\":\"k\",\"scopes\":[\"tokens\"],\"expires_at\":"
                            + "\"2099-01-01T00:00:00Z\"}",
                    "{\"confirmation\":\"abcdefghijklmnopqrstuvwxyz\"}",
                    "{\"metadata\":{\"k\":\"v\"},\"status\":\"disabled\"}",
                    "{\"url\":\"https://hooks.example/x\",\"events\":[\"connection.created\"]}",
                    "");
    private static final List<String> HEADERS =
            List.of(
                    "Accept: application/json",
                    "Accept: text/html",
                    "Content-Type: application/json",
                    "Content-Type: text/plain",
                    "Content-Encoding: gzip",
                    "X-Forwarded-For: 1.2.3.4",
                    "X-Forwarded-Host: evil.example",
                    "Forwarded: for=1.2.3.4;host=evil.example",
                    "Cookie: lanyard_page_cs_x=1.x; a=b",
                    "Origin: https://evil.example",
                    "Expect: 100-continue",
                    "Range: bytes=0-1",
                    "If-None-Match: \"x\"",
                    "Sec-Fetch-Site: cross-site",
                    "Upgrade: h2c",
                    "Transfer-Encoding: chunked",
                    "Content-Length: 5",
                    "Host: other.example:99999");

    private final Random random;
    private final Mutations mutations;
    private final List<String> paths;
    private final String key;
    private final String profile;

    public HostileRequests(long seed, List<String> paths, String key, String profile) {
        this.random = new Random(seed);
        this.mutations = new Mutations(seed);
        this.paths = paths;
        this.key = key;
        this.profile = profile;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The next one; framed well enough to be understood as a request, or not. */
    public byte[] next() {
        boolean framed = random.nextInt(4) > 0;
        byte[] request = request(framed);
        return framed ? request : mutations.of(new String(request, StandardCharsets.ISO_8859_1));
    }

    private byte[] request(boolean changePart) {
        int part = changePart ? random.nextInt(4) : -1;
        String path = any(paths);
        String header = any(HEADERS);
        byte[] body = any(BODIES).replace("PROFILE", profile).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text(out, any(METHODS) + " ");
        out.writeBytes(part == 0 ? onOneLine(path) : bytes(path));
        text(out, " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        text(out, "Authorization: Bearer " + (random.nextInt(8) == 0 ? key + "x" : key) + "\r\n");
        out.writeBytes(part == 1 ? onOneLine(header) : bytes(header));
        byte[] sent = part == 2 ? mutations.of(new String(body, StandardCharsets.UTF_8)) : body;
        text(out, "\r\n");
        if (!header.startsWith("Content-Type")) {
            text(out, "Content-Type: application/json\r\n");
        }
        if (!header.startsWith("Transfer") && !header.startsWith("Content-Length")) {
            text(out, "Content-Length: " + sent.length + "\r\n");
        }
        text(out, "\r\n");
        out.writeBytes(sent);
        return out.toByteArray();
    }

    /** A changed part keeps its place: a line break in it would be another request. */
    private byte[] onOneLine(String part) {
        byte[] changed = mutations.of(part);
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == '\r' || changed[i] == '\n') {
                changed[i] = '.';
            }
        }
        return changed;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(bytes(text));
    }
}
