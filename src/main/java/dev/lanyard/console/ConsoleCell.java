package dev.lanyard.console;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private static final Pattern ID = Pattern.compile("[a-z]+_[a-z2-7]{26}");

    /** After a sign of an address, and between the words of a name, but not within an id. */
    private static final Pattern PIECES =
            Pattern.compile(
                    "(?<=[/?&=.:-])(?=[^/])|(?<=_)(?![a-z2-7]{26})(?=.)|(?<=[a-z])(?=[A-Z])");

    private static final Pattern CHUNK = Pattern.compile(".{1,31}", Pattern.DOTALL);
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

    /** What one copies and may be long: a URL, the type of an event. */
    public static ConsoleCell address(String text) {
        return new ConsoleCell(text, null, ConsoleLook.ADDRESS, null);
    }

    /** The text in pieces between which a line may end. */
    public List<String> parts() {
        return look == ConsoleLook.ADDRESS
                ? PIECES.splitAsStream(text).flatMap(ConsoleCell::chunks).toList()
                : List.of(text);
    }

    /** What has no such sign is broken all the same where it would widen a table. */
    private static Stream<String> chunks(String piece) {
        return CHUNK.matcher(piece).results().map(MatchResult::group);
    }

    /** Several of them. */
    public static ConsoleCell codes(List<String> texts) {
        return texts.isEmpty() ? NONE : code(String.join(", ", texts));
    }

    /** A number. */
    public static ConsoleCell number(long number) {
        return new ConsoleCell(Long.toString(number), null, ConsoleLook.PLAIN, null);
    }

    /** Leads to a page of the console; an id looks as it does where it is no link. */
    public static ConsoleCell link(String text, String href) {
        ConsoleLook look = ID.matcher(text).matches() ? ConsoleLook.CODE : ConsoleLook.PLAIN;
        return new ConsoleCell(text, href, look, null);
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
