package dev.lanyard.connection.transfer;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Splits bytes into lines, holding no more than one line's worth. Empty lines are counted and left
 * out.
 */
final class LineSplitter {
    /** The longest line that is read, in bytes. */
    static final int LONGEST = 64 * 1024;

    static final String TOO_LONG = "is longer than 64 KiB";

    private final Consumer<UploadedLine> lines;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean tooLong;
    private long number = 1;

    /** Gives the lines to that. */
    LineSplitter(Consumer<UploadedLine> lines) {
        this.lines = lines;
    }

    void add(byte[] bytes) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                append(bytes, from, at);
                emit();
                from = at + 1;
            }
        }
        append(bytes, from, bytes.length);
    }

    private void append(byte[] bytes, int from, int to) {
        if (tooLong || begun.size() + (to - from) > LONGEST + 1) { // one more for a \r
            tooLong = true;
            begun.reset();
        } else {
            begun.write(bytes, from, to - from);
        }
    }

    /** What came after the last line's end is a line, too. */
    void end() {
        if (tooLong || begun.size() > 0) {
            emit();
        }
    }

    /** The body ended before it was whole: what is begun is not read, and a last line says so. */
    void cut(String why) {
        begun.reset();
        lines.accept(new UploadedLine(number, null, why));
    }

    private void emit() {
        byte[] text = begun.toByteArray();
        if (tooLong || length(text) > LONGEST) {
            lines.accept(new UploadedLine(number, null, TOO_LONG));
        } else if (!isBlank(text)) {
            lines.accept(new UploadedLine(number, text, null));
        }
        begun.reset();
        tooLong = false;
        number++;
    }

    private static int length(byte[] text) {
        return text.length > 0 && text[text.length - 1] == '\r' ? text.length - 1 : text.length;
    }

    private static boolean isBlank(byte[] text) {
        for (byte one : text) {
            if (one != ' ' && one != '\t' && one != '\r') {
                return false;
            }
        }
        return true;
    }
}
