package dev.lanyard.outbound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.brotli.dec.BrotliInputStream;

/** Decodes Brotli (RFC 7932), which nobody offers to take, and some send all the same. */
final class BrotliText {
    private BrotliText() {}

    /**
     * Of a stream that is cut off nothing is kept: the decoder makes up what stands beyond its end,
     * and a token of that is nobody's.
     *
     * @param most bytes after decoding
     * @return the bytes as they are, if they are no whole stream; empty if they are too many
     */
    static Optional<byte[]> decoded(byte[] body, int most) {
        if (body.length == 0 || body[0] == '{') { // JSON, whatever the header says
            return Optional.of(body);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = new BrotliInputStream(new ByteArrayInputStream(body))) {
            ResponseText.read(in, out, most);
            return Optional.of(out.toByteArray()).filter(bytes -> bytes.length <= most);
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.of(body);
        }
    }
}
