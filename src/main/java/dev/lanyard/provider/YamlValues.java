package dev.lanyard.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/** Texts of an entry that stand for something; a wrong one fails with what it must be. */
final class YamlValues {
    private YamlValues() {}

    static boolean flag(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("must be true or false" + quote(value));
        }
        return value.booleanValue();
    }

    static int number(JsonNode value, int least, int most) {
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw new IllegalArgumentException(
                    "must be a whole number from " + least + " to " + most + quote(value));
        }
        return value.intValue();
    }

    /** What stands there, if it is short enough to be told. */
    static String quote(JsonNode value) {
        return value.isValueNode() ? ", not " + value : "";
    }

    static Duration duration(String text, Duration least) {
        Duration duration;
        try {
            duration = Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be an ISO 8601 duration like PT10M or P90D, not " + text);
        }
        if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException("must be at least " + least + ", not " + text);
        }
        return duration;
    }

    static Optional<Duration> delay(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    "must be true, false or an ISO 8601 duration like PT10M" + quote(value));
        }
        return Optional.of(duration(value.textValue(), Duration.ZERO));
    }

    static URI url(String text) {
        WebAddress address;
        try {
            address = WebAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", not " + text);
        }
        if (!address.secure() || address.uri().getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "must be https (http on a loopback host) without a fragment, not " + text);
        }
        return address.uri();
    }

    static String host(String text) {
        String url = "https://" + text;
        if (!ReturnUrls.origin(url).equals(Optional.of(url))) {
            throw new IllegalArgumentException(
                    "must be a host name in lower case and nothing else, not " + text);
        }
        return text;
    }

    static String pointer(String text) {
        try {
            return JsonPointer.compile(text).toString();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be a JSON pointer like /links/html/href, not " + text);
        }
    }
}
