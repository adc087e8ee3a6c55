package dev.lanyard.outbound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The text of a response's body: decoded although {@code identity} was asked for, since a provider
 * that compresses all the same would cost a rotated token; without a byte order mark; and of
 * limited size after decoding, so that a bomb ends where a long body does.
 */
public final class ResponseText {
    private static final Pattern CHARSET =
            Pattern.compile("(?i)charset\\s*=\\s*[\"']?([\\w.:-]{1,40})");
    private static final Set<String> CODINGS =
            Set.of("br", "gzip", "x-gzip", "deflate", "identity");
    private static final Pattern CODING = Pattern.compile("[\\w-]{1,20}");
    private static final Pattern TYPE = Pattern.compile("[\\w.+-]{1,40}/[\\w.+-]{1,60}");
    private static final Pattern USUAL =
            Pattern.compile("json|javascript|x-www-form-urlencoded|text/plain|octet-stream");
    private static final int MOST_CODINGS = 3;
    private static final String ZLIB_LEVELS = "\u0001\u005e\u009c\u00da";

    private ResponseText() {}

    /**
     * Reads a body.
     *
     * @param headers names in lower case
     * @param most bytes after decoding
     * @return empty if it was longer than that
     */
    public static String read(Map<String, String> headers, byte[] body, int most) {
        Optional<byte[]> plain = Optional.of(body).filter(bytes -> bytes.length <= most);
        boolean inflated = false;
        boolean brotli = codings(headers).contains("br"); // which nothing but the header tells
        for (int i = 0; i < MOST_CODINGS && plain.isPresent(); i++) {
            byte[] before = plain.get();
            inflated |= isZlib(before);
            if (isGzip(before) || isZlib(before)) {
                plain = decoded(before, most);
            } else if (brotli) {
                plain = BrotliText.decoded(before, most);
                brotli = false;
            }
        }
        if (plain.isPresent() && !inflated && saysDeflate(headers)) {
            plain = decoded(plain.get(), most);
        }
        return plain.map(bytes -> text(bytes, declared(headers))).orElse("");
    }

    /** Those that a header names, outermost last. */
    private static List<String> codings(Map<String, String> headers) {
        return Arrays.stream(headers.getOrDefault("content-encoding", "").split(","))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty())
                .toList();
    }

    /** A coding that is not read; empty: there is none, or it has no name for people. */
    public static Optional<String> unknownCoding(Map<String, String> headers) {
        return codings(headers).stream()
                .filter(coding -> !CODINGS.contains(coding) && CODING.matcher(coding).matches())
                .findFirst();
    }

    /** The media type, where it is neither JSON nor a form nor says nothing at all. */
    public static Optional<String> foreignType(Map<String, String> headers) {
        return Optional.of(headers.getOrDefault("content-type", "").split(";", 2)[0].strip())
                .map(type -> type.toLowerCase(Locale.ROOT))
                .filter(type -> TYPE.matcher(type).matches() && !USUAL.matcher(type).find());
    }

    /** By what it begins with: whether a header says so depends on who sits in between. */
    private static boolean isGzip(byte[] body) {
        return body.length > 2 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b;
    }

    /** By what it begins with (RFC 1950 §2.2): no text has that for its second letter. */
    private static boolean isZlib(byte[] body) {
        return body.length > 2 && body[0] == 'x' && ZLIB_LEVELS.indexOf(body[1] & 0xff) >= 0;
    }

    private static boolean saysDeflate(Map<String, String> headers) {
        return headers.getOrDefault("content-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("deflate");
    }

    /** The bytes as they are, where they are not what they seemed; empty if they are too many. */
    private static Optional<byte[]> decoded(byte[] body, int most) {
        Optional<byte[]> first = isGzip(body) ? gunzip(body, most) : inflate(body, false, most);
        return first.filter(bytes -> bytes.length <= most);
    }

    /** What came is kept where only the end of the stream is lacking, or its checksum is wrong. */
    private static Optional<byte[]> gunzip(byte[] body, int most) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            read(in, out, most);
            return Optional.of(out.toByteArray());
        } catch (IOException e) {
            return Optional.of(out.size() == 0 ? body : out.toByteArray());
        }
    }

    /** RFC 9110 §8.4.1.2 wants zlib's frame; some leave it away. */
    private static Optional<byte[]> inflate(byte[] body, boolean bare, int most) {
        Inflater inflater = new Inflater(bare);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(body), inflater)) {
            read(in, out, most);
            return Optional.of(out.toByteArray());
        } catch (IOException e) {
            return bare ? Optional.of(body) : inflate(body, true, most);
        } finally {
            inflater.end();
        }
    }

    /** One byte more than allowed tells that it is too long. */
    static void read(InputStream in, ByteArrayOutputStream out, int most) throws IOException {
        byte[] part = new byte[8192];
        int read = 0;
        while (out.size() <= most && (read = in.read(part)) > 0) {
            out.write(part, 0, Math.min(read, most + 1 - out.size()));
        }
    }

    private static String text(byte[] bytes, Charset declared) {
        Charset charset = charset(bytes);
        String text =
                charset == StandardCharsets.UTF_8 && !isUtf8(bytes)
                        ? new String(bytes, declared)
                        : new String(bytes, charset);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** JSON is UTF-8 whatever a header says; what is none was written in an older charset. */
    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** UTF-8, if the header says nothing that is known. */
    private static Charset declared(Map<String, String> headers) {
        Matcher charset = CHARSET.matcher(headers.getOrDefault("content-type", ""));
        try {
            return charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** By the mark, or by the NUL beside the first character, which is ASCII. */
    private static Charset charset(byte[] bytes) {
        if (bytes.length < 2) {
            return StandardCharsets.UTF_8;
        }
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        if (first == 0xfeff || (first != 0 && first <= 0xff)) {
            return StandardCharsets.UTF_16BE;
        }
        return first == 0xfffe || (first & 0xff) == 0
                ? StandardCharsets.UTF_16LE
                : StandardCharsets.UTF_8;
    }
}
