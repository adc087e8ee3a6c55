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
     * What came is kept where only the end of the stream is lacking.
     *
     * @param most bytes after decoding
     * @return the bytes as they are, if they are none; empty if they are too many
     */
    static Optional<byte[]> decoded(byte[] body, int most) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = new BrotliInputStream(new ByteArrayInputStream(body))) {
            ResponseText.read(in, out, most);
            return Optional.of(out.toByteArray()).filter(bytes -> bytes.length <= most);
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.of(out.size() == 0 ? body : out.toByteArray());
        }
    }
}
