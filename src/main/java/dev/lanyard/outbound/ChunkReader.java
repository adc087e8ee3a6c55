package dev.lanyard.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes chunks apart (RFC 9112 §7.1), whatever ends their lines; extensions and trailers are
 * nothing to it.
 */
final class ChunkReader {
    private static final Pattern SIZE = Pattern.compile("\\s*0*([0-9A-Fa-f]{1,7})\\s*(;.*)?\\s*");
    private static final int LONGEST_LINE = 4_096;

    private long left;
    private boolean over;
    private boolean broken;

    /** Whether a body that is said to be chunked is. */
    enum Guess {
        CHUNKS,
        NONE,
        /** There is too little of it. */
        OPEN
    }

    /** By its beginning: only a size stands alone, or before a semicolon. */
    static Guess guess(ByteBuf body) {
        int digits = 0;
        for (int i = body.readerIndex(); i < body.writerIndex(); i++) {
            int letter = body.getByte(i);
            if (Character.digit(letter, 16) < 0) {
                boolean ends = letter == ';' || letter == ' ' || letter == '\r' || letter == '\n';
                return digits > 0 && ends ? Guess.CHUNKS : Guess.NONE;
            }
            digits++;
        }
        return Guess.OPEN;
    }

    /** A part of a chunk, retained; null: more has to come, or nothing will. */
    @Nullable ByteBuf next(ByteBuf body) {
        while (left == 0 && !over && !broken && readSize(body)) {
            over = left == 0;
        }
        if (left == 0 || !body.isReadable()) {
            return null;
        }
        ByteBuf part = body.readBytes((int) Math.min(left, body.readableBytes()));
        left -= part.readableBytes();
        return part;
    }

    /** The last chunk has come, whatever would follow. */
    boolean isOver() {
        return over;
    }

    /** What had to be a size is none. */
    boolean isBroken() {
        return broken;
    }

    /** Passes over the end of the chunk before. */
    private boolean readSize(ByteBuf body) {
        while (body.isReadable()
                && (body.getByte(body.readerIndex()) == '\r'
                        || body.getByte(body.readerIndex()) == '\n')) {
            body.skipBytes(1);
        }
        int end = body.forEachByte(ByteProcessor.FIND_LF);
        if (end < 0) {
            broken = body.readableBytes() > LONGEST_LINE;
            return false;
        }
        Matcher size =
                SIZE.matcher(
                        body.readCharSequence(
                                end + 1 - body.readerIndex(), StandardCharsets.ISO_8859_1));
        broken = !size.matches();
        left = broken ? 0 : Integer.parseInt(size.group(1), 16);
        return !broken;
    }
}
