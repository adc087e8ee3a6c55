package dev.lanyard.outbound;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Status and fields of a response, as far as they can be made out, and how its body is framed (RFC
 * 9112 §6.3): by chunks, by the one length that it tells, else by the connection's end.
 *
 * @param status 0: it is none
 * @param lengths that were told
 */
record ResponseHead(int status, List<String> fields, boolean isChunked, Set<Long> lengths) {
    static final ResponseHead NONE = new ResponseHead(0, List.of(), false, Set.of());

    /** The framing by chunks, in place of a length. */
    static final long CHUNKED = -2;

    private static final long TO_THE_END = -1;
    private static final int LONGEST_FIELD = 8_000;
    private static final int LONGEST = 30_000;
    private static final int EMPTY_LINE = 4; // at most, with the end of the line before
    private static final int MOST_DIGITS = 15;
    private static final Pattern STATUS =
            Pattern.compile("HTTP/\\d+(?:\\.\\d+)?[ \\t]+(\\d{3})(?:\\s.*)?");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Framing is told anew, the connection is of one request, and nobody keeps cookies. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "upgrade",
                    "trailer",
                    "set-cookie",
                    "set-cookie2");

    /**
     * How many bytes a head takes, its empty line included.
     *
     * @param searched how many of them were searched in vain before
     * @return negative: its end has not come
     */
    static int length(ByteBuf bytes, int searched) {
        boolean emptyLine = false;
        int from = bytes.readerIndex() + Math.max(0, searched - EMPTY_LINE);
        for (int i = from; i < bytes.writerIndex(); i++) {
            int letter = bytes.getByte(i);
            if (letter == '\n' && emptyLine) {
                return i + 1 - bytes.readerIndex();
            }
            emptyLine = letter == '\n' || (emptyLine && letter == '\r');
        }
        return -1;
    }

    static ResponseHead read(String text) {
        List<String> lines = unfolded(text);
        Matcher status = STATUS.matcher(lines.get(0));
        if (!status.matches()) {
            return NONE;
        }
        List<String> fields = new ArrayList<>();
        Set<Long> lengths = new HashSet<>();
        boolean chunked = false;
        for (String line : lines.subList(1, lines.size())) {
            String name = name(line);
            String value = value(line);
            chunked |= name.equals("transfer-encoding") && isChunked(value);
            if (name.equals("transfer-encoding") && !isIdentity(value)) {
                lengths.add(TO_THE_END); // a coding that ends with the connection
            }
            if (name.equals("content-length")) {
                lengths.addAll(lengths(value));
            }
            if (!name.isEmpty() && !LEFT_OUT.contains(name) && line.length() < LONGEST_FIELD) {
                fields.add(name + ": " + value + "\r\n");
            }
        }
        return new ResponseHead(Integer.parseInt(status.group(1)), fields, chunked, lengths);
    }

    private static List<String> unfolded(String text) {
        String unfolded = text.replaceAll("\\r?\\n[ \\t]+(?=\\S)", " ").strip();
        return List.of(unfolded.split("\\r?\\n"));
    }

    /** In lower case; empty: the line is no field. */
    private static String name(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        return NAME.matcher(name).matches() ? name.toLowerCase(Locale.ROOT) : "";
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).replaceAll("\\p{Cntrl}", " ").strip();
    }

    private static boolean isChunked(String coding) {
        return coding.toLowerCase(Locale.ROOT).contains("chunked");
    }

    private static boolean isIdentity(String coding) {
        return coding.isEmpty() || coding.equalsIgnoreCase("identity");
    }

    private static List<Long> lengths(String value) {
        List<Long> lengths = new ArrayList<>();
        for (String each : value.split(",")) {
            String digits = each.strip().replaceFirst("^\\+", "");
            if (digits.matches("\\d{1," + MOST_DIGITS + "}")) {
                lengths.add(Long.parseLong(digits));
            }
        }
        return lengths;
    }

    boolean isUnreadable() {
        return status == 0;
    }

    /** 100, 103 and their like: the response is still to come. */
    boolean isInterim() {
        return status / 100 == 1 && status != 101;
    }

    /** Its length; negative: not known, so the connection's end is the body's. */
    long framingWithoutChunks() {
        Set<Long> told = new HashSet<>(lengths);
        if (isChunked) {
            told.remove(TO_THE_END); // it is not chunked after all
        }
        return told.size() == 1 ? told.iterator().next() : TO_THE_END;
    }

    /**
     * As RFC 9112 has it.
     *
     * @param length of its body; negative: none is told
     */
    String text(long length) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Read\r\n");
        for (String field : fields) {
            if (text.length() + field.length() < LONGEST) {
                text.append(field);
            }
        }
        if (length >= 0) {
            text.append("content-length: ").append(length).append("\r\n");
        } else if (length == CHUNKED) {
            text.append("transfer-encoding: chunked\r\n");
        }
        return text.append("connection: close\r\n\r\n").toString();
    }
}
