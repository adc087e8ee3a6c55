package dev.lanyard.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Inputs near to good ones, the same for the same seed: bytes flipped, cut, doubled, and replaced
 * by what parsers stumble over.
 */
public final class Mutations {
    private static final List<String> TRAPS =
            List.of(
                    "\"",
                    "'",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\\",
                    "\\u0000",
                    "\\ud800",
                    "\0",
                    "\n",
                    "\r\n",
                    "%00",
                    "%zz",
                    "%",
                    "&",
                    "=",
                    ";",
                    "#",
                    "?",
                    "//",
                    "..",
                    "null",
                    "true",
                    "-1",
                    "1e400",
                    "9223372036854775808",
                    "0.1e-9999",
                    "NaN",
                    "\u202e",
                    "\uffff",
                    "€",
                    "😀",
                    "<script>",
                    "${x}",
                    "!!java.net.URL",
                    "&a [*a,*a]",
                    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                    "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":",
                    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** The samples themselves. */
    public static List<byte[]> bytes(List<String> samples) {
        return samples.stream().map(sample -> sample.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** Gives that many mutations of the samples to the check; a failure names the input. */
    public static void forEach(long seed, int count, List<String> samples, Consumer<byte[]> check) {
        Mutations mutations = new Mutations(seed);
        for (int i = 0; i < count; i++) {
            byte[] input = mutations.of(samples.get(i % samples.size()));
            try {
                check.accept(input);
            } catch (RuntimeException | Error e) {
                String text = new String(input, StandardCharsets.UTF_8);
                throw new AssertionError("input " + i + " of seed " + seed + ": " + text, e);
            }
        }
    }

    /** The sample with one to eight changes. */
    public byte[] of(String sample) {
        byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
        for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(12));
        return switch (random.nextInt(5)) {
            case 0 -> replaced(bytes, from, to, new byte[0]);
            case 1 -> replaced(bytes, from, from, trap());
            case 2 -> replaced(bytes, from, to, trap());
            case 3 -> replaced(bytes, from, from, java.util.Arrays.copyOfRange(bytes, from, to));
            default -> replaced(bytes, from, to, noise(to - from));
        };
    }

    private byte[] trap() {
        return TRAPS.get(random.nextInt(TRAPS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(by);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
