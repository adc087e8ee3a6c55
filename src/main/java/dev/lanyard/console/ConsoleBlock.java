package dev.lanyard.console;

import io.quarkus.qute.TemplateData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a page under a heading of its own: words, facts, a table, forms or a chart, whichever
 * there are.
 *
 * @param heading null: none
 * @param text a sentence or two before the rest; null: none
 * @param facts names and values, in their order
 * @param table null: none
 * @param forms what can be done here
 * @param chart null: none
 * @param hours null: none
 * @param picture a link for phones; null: none
 * @param frame the address of a page of ours that is shown within this one; null: none
 */
public record ConsoleBlock(
        @Nullable String heading,
        @Nullable String text,
        List<ConsoleFact> facts,
        @Nullable ConsoleTable table,
        List<ConsoleForm> forms,
        @Nullable ConsoleChart chart,
        ConsoleChart.@Nullable HourChart hours,
        @Nullable QrCode picture,
        @Nullable String frame) {

    /** A name and its value. */
    @TemplateData // as InvitationView
    public record ConsoleFact(String name, ConsoleCell value) {}

    /** Words alone. */
    public static ConsoleBlock text(@Nullable String heading, String text) {
        return new ConsoleBlock(heading, text, List.of(), null, List.of(), null, null, null, null);
    }

    /** Names and values. */
    public static ConsoleBlock facts(@Nullable String heading, List<ConsoleFact> facts) {
        return new ConsoleBlock(heading, null, facts, null, List.of(), null, null, null, null);
    }

    /** A table, or what to do while it is empty. */
    public static ConsoleBlock table(@Nullable String heading, ConsoleTable table) {
        return new ConsoleBlock(heading, null, List.of(), table, List.of(), null, null, null, null);
    }

    /** What can be done. */
    public static ConsoleBlock forms(@Nullable String heading, List<ConsoleForm> forms) {
        return new ConsoleBlock(heading, null, List.of(), null, forms, null, null, null, null);
    }

    /** A picture of numbers, with the numbers behind it. */
    public static ConsoleBlock chart(String heading, ConsoleChart chart) {
        return new ConsoleBlock(heading, null, List.of(), null, List.of(), chart, null, null, null);
    }

    /** A picture of a day, with the numbers behind it. */
    public static ConsoleBlock hours(String heading, ConsoleChart.HourChart hours) {
        return new ConsoleBlock(heading, null, List.of(), null, List.of(), null, hours, null, null);
    }

    /** A link for phones. */
    public static ConsoleBlock picture(String heading, QrCode picture) {
        return new ConsoleBlock(
                heading, null, List.of(), null, List.of(), null, null, picture, null);
    }

    /** Another page of ours, within this one. */
    public static ConsoleBlock frame(String heading, String path) {
        return new ConsoleBlock(heading, null, List.of(), null, List.of(), null, null, null, path);
    }

    /** The same block, introduced. */
    public ConsoleBlock introduced(String words) {
        return new ConsoleBlock(heading, words, facts, table, forms, chart, hours, picture, frame);
    }
}
