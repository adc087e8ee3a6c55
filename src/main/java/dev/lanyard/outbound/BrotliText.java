package dev.lanyard.outbound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.brotli.dec.BrotliInputStream;

/** Decodes Brotli (RFC 7932), which nobody offers to take, and some send all the same. */
final class BrotliText {
    /**
     * An empty last block, alone and after a flush (RFC 7932 §9.2): they differ in the first bit.
     */
    private static final byte[] LAST = {3};

    private static final byte[] FLUSH_AND_LAST = {6, 3};
    private static final int MOST_FILLINGS = 32;
    private static final int ENOUGH = 12;
    private static final int LONGEST_FILLING = 2_048;
    private static final int DOUBTFUL = 8;

    /** Longer ones that are cut are not token responses, and would keep others waiting. */
    private static final int LONGEST_CUT = 16 * 1_024;

    private BrotliText() {}

    /**
     * What came is kept where the end of the stream is lacking. JSON is none: no stream begins so.
     *
     * @param most bytes after decoding
     * @return the bytes as they are, if they are none; empty if they are too many
     */
    static Optional<byte[]> decoded(byte[] body, int most) {
        if (body.length == 0 || body[0] == '{') {
            return Optional.of(body);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = new BrotliInputStream(new ByteArrayInputStream(body))) {
            ResponseText.read(in, out, most);
            return Optional.of(out.toByteArray()).filter(bytes -> bytes.length <= most);
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.of(
                    body.length > LONGEST_CUT
                            ? body
                            : whole(body, most).or(() -> beginning(body, most)).orElse(body));
        }
    }

    /** Where nothing lacks but the end of the stream. */
    private static Optional<byte[]> whole(byte[] body, int most) {
        ByteArrayOutputStream last = new ByteArrayOutputStream();
        ByteArrayOutputStream flushed = new ByteArrayOutputStream();
        boolean ends =
                ends(body, LAST, last, most)
                        && ends(body, FLUSH_AND_LAST, flushed, most)
                        && Arrays.equals(last.toByteArray(), flushed.toByteArray());
        return ends ? Optional.of(last.toByteArray()) : Optional.empty();
    }

    /**
     * What a cut stream says whatever came after it. The decoder shows nothing before it has a
     * whole block, and reads beyond the end what it finds there: a token may come of that which
     * nobody sent. So the end is filled up in many ways, at least two of which differ in the first
     * bit; what all of them make of it was there, but for a few bytes that they may share by
     * chance.
     */
    private static Optional<byte[]> beginning(byte[] body, int most) {
        Map<Integer, byte[]> byFirstBit = new HashMap<>();
        int read = 0;
        for (int i = 0; i < MOST_FILLINGS && read < ENOUGH; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ends(body, filling(i), out, most);
            if (out.size() > 0) {
                read++;
                byFirstBit.merge(i % 2, out.toByteArray(), BrotliText::shared);
            }
        }
        return byFirstBit.values().stream()
                .reduce(BrotliText::shared)
                .filter(text -> byFirstBit.size() == 2 && text.length > DOUBTFUL)
                .map(text -> Arrays.copyOf(text, text.length - DOUBTFUL));
    }

    /** Its first bit is the number's last. */
    private static byte[] filling(int number) {
        byte[] filling = new byte[LONGEST_FILLING];
        new Random(number).nextBytes(filling);
        filling[0] = (byte) ((filling[0] & ~1) | (number % 2));
        return filling;
    }

    /** Byte by byte, since the decoder keeps a part in which it fails. */
    private static boolean ends(byte[] body, byte[] filling, ByteArrayOutputStream out, int most) {
        InputStream filled =
                new SequenceInputStream(
                        new ByteArrayInputStream(body), new ByteArrayInputStream(filling));
        try (InputStream in = new BrotliInputStream(filled, 1)) {
            int next = in.read();
            while (next >= 0 && out.size() < most) {
                out.write(next);
                next = in.read();
            }
            return next < 0;
        } catch (IOException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static byte[] shared(byte[] one, byte[] other) {
        int end = Arrays.mismatch(one, other);
        return end < 0 ? one : Arrays.copyOf(one, end);
    }
}
