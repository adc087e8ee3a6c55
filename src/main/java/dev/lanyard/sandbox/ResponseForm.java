package dev.lanyard.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Odd forms of a response that means what it meant before: nobody is to lose a token by it. */
final class ResponseForm {
    private static final byte[] BYTE_ORDER_MARK = {-17, -69, -65};

    private ResponseForm() {}

    static SandboxResponse of(String form, SandboxResponse response) {
        return switch (form) {
            case "gzip" ->
                    response.withBody(gzip(response.body())).with("Content-Encoding", "gzip");
            case "byte_order_mark" ->
                    response.withBody(Buffer.buffer(BYTE_ORDER_MARK).appendBuffer(response.body()));
            default -> ofFields(form, response);
        };
    }

    /** What is no JSON object, as an error page, stays as it is. */
    private static SandboxResponse ofFields(String form, SandboxResponse response) {
        if (!response.body().toString().startsWith("{")) {
            return response;
        }
        JsonObject fields = response.body().toJsonObject();
        return switch (form) {
            case "form" ->
                    response.withBody(Buffer.buffer(encoded(fields)))
                            .with("Content-Type", "application/x-www-form-urlencoded");
            case "nested" ->
                    response.withBody(JsonObject.of("ok", true, "authed_user", fields).toBuffer());
            default -> response.withBody(fields.put("token_type", "BEARER").toBuffer());
        };
    }

    private static String encoded(JsonObject fields) {
        return fields.stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue().toString()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Buffer gzip(Buffer body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // to memory it does not fail
        }
        return Buffer.buffer(packed.toByteArray());
    }
}
