package dev.lanyard.console;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value as a page shows it.
 *
 * @param text what is read
 * @param href a page of the console; null: no link
 * @param look how it is set
 * @param title what pointing at it tells; null: nothing
 */
public record ConsoleCell(
        String text, @Nullable String href, ConsoleLook look, @Nullable String title) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");
    private static final ConsoleCell NONE = new ConsoleCell("–", null, ConsoleLook.PLAIN, null);

    /** Words; a dash where there are none. */
    public static ConsoleCell text(@Nullable String text) {
        return text == null || text.isEmpty()
                ? NONE
                : new ConsoleCell(text, null, ConsoleLook.PLAIN, null);
    }

    /** What one copies: an id, an address, a scope. */
    public static ConsoleCell code(@Nullable String text) {
        return text == null ? NONE : new ConsoleCell(text, null, ConsoleLook.CODE, null);
    }

    /** Several of them. */
    public static ConsoleCell codes(List<String> texts) {
        return texts.isEmpty() ? NONE : code(String.join(", ", texts));
    }

    /** A number. */
    public static ConsoleCell number(long number) {
        return new ConsoleCell(Long.toString(number), null, ConsoleLook.PLAIN, null);
    }

    /** Leads to a page of the console. */
    public static ConsoleCell link(String text, String href) {
        return new ConsoleCell(text, href, ConsoleLook.PLAIN, null);
    }

    /** A status or an outcome, as the API has it, coloured by whether somebody must act. */
    public static ConsoleCell status(String status) {
        return new ConsoleCell(status.replace('_', ' '), null, ConsoleLook.of(status), null);
    }

    /** Words that somebody should look at. */
    public static ConsoleCell warning(String text) {
        return new ConsoleCell(text, null, ConsoleLook.WARNING, null);
    }

    /** A time: how long ago, or ahead; the time itself when pointed at. */
    public static ConsoleCell time(@Nullable OffsetDateTime time) {
        if (time == null) {
            return NONE;
        }
        OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
        return new ConsoleCell(
                distance(Duration.between(OffsetDateTime.now(ZoneOffset.UTC), utc)),
                null,
                ConsoleLook.TIME,
                utc.truncatedTo(ChronoUnit.MINUTES).format(MINUTE));
    }

    private static String distance(Duration ahead) {
        Duration far = ahead.abs();
        String length =
                far.toMinutes() < 1
                        ? far.toSeconds() + " s"
                        : far.toHours() < 1
                                ? far.toMinutes() + " min"
                                : far.toDays() < 2 ? far.toHours() + " h" : far.toDays() + " days";
        return ahead.isNegative() ? length + " ago" : "in " + length;
    }
}
