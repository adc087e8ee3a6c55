package dev.lanyard.chaos.rig;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP/1.1 message with a Content-Length, or with no body, as bytes. */
final class Message {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:\\s*(\\d+)\\s*$");
    private static final String END_OF_HEAD = "\r\n\r\n";

    private Message() {}

    static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith(END_OF_HEAD)) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the message ended in its head");
            }
            message.write(next);
            head = next == '\n' ? message.toString(StandardCharsets.ISO_8859_1) : "";
        }
        Matcher length = LENGTH.matcher(head);
        message.writeBytes(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
        return message.toByteArray();
    }
}
