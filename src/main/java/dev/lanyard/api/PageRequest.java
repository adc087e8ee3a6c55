package dev.lanyard.api;

import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that is wanted: {@code ?limit=&cursor=}.
 *
 * @param limit 1 to 200
 * @param after the last row already seen; the end of time for the first page
 */
public record PageRequest(int limit, Position after) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final Position START =
            new Position(OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), "");

    /** A row's place in a list that is sorted by creation time, then id, both descending. */
    public record Position(OffsetDateTime createdAt, String id) {
        String cursor() {
            Instant at = createdAt.toInstant();
            String text = at.getEpochSecond() + "." + at.getNano() + "." + id;
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads the two query parameters.
     *
     * @throws ProblemException {@code validation_failed} naming the parameter
     */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(limit(limit), cursor == null ? START : position(cursor));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("limit", "must be a number from 1 to " + MAX_LIMIT);
        }
        throw ProblemException.invalid("limit", "must be a number from 1 to " + MAX_LIMIT);
    }

    private static Position position(String cursor) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
                            .split("\\.", 3);
            Instant at = Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
            if (time.getYear() < 1 || time.getYear() > 9999) {
                throw new DateTimeException("no time of a row");
            }
            if (!Ids.isWellFormed(parts[2])) {
                throw new IllegalArgumentException("no id");
            }
            return new Position(time, parts[2]);
        } catch (IllegalArgumentException
                | ArrayIndexOutOfBoundsException
                | DateTimeException
                | ArithmeticException e) {
            throw ProblemException.invalid(
                    "cursor", "is not a cursor of this list; start again without one");
        }
    }
}
