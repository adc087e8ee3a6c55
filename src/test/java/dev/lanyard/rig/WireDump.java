package dev.lanyard.rig;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What HTTP clients log of the wire: sixteen bytes a line, in which no longer word is found. */
final class WireDump {
    private static final Pattern LINE =
            Pattern.compile("\\|[0-9a-f]{8}\\| ((?:[0-9a-f]{2} ){1,16}) *\\|");

    private WireDump() {}

    /** The bytes of all such lines, as text. */
    static String text(String log) {
        String hex =
                LINE.matcher(log)
                        .results()
                        .map(line -> line.group(1).replace(" ", ""))
                        .collect(Collectors.joining());
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
