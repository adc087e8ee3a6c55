package dev.lanyard.console;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * What a person gives to who supports them, to copy: no secret.
 *
 * @param code the outcome's stable code
 */
public record SupportDetails(String sessionId, String time, String code) {

    public static SupportDetails now(String sessionId, String code) {
        return new SupportDetails(
                sessionId,
                OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).toString(),
                code);
    }
}
