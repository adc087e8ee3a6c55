package dev.lanyard.console;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of one kind side by side: a bar each, drawn by us as SVG, with the table behind it.
 *
 * @param unit what is counted
 * @param bars longest bar first or in the order of a funnel, as the caller has it
 */
public record ConsoleChart(String unit, List<Bar> bars) {
    private static final int FULL = 260;
    private static final int ROW = 44;

    /**
     * One number.
     *
     * @param width of its bar
     * @param top where its row begins
     */
    public record Bar(String name, long number, ConsoleLook look, int width, int top) {

        /** Where its name stands, above it. */
        public int baseline() {
            return top + 14;
        }

        /** Where it is drawn. */
        public int barTop() {
            return top + 20;
        }

        /** Where its number stands, behind it. */
        public int numberBaseline() {
            return top + 32;
        }
    }

    /** A number and its name, before it is drawn. */
    public record Count(String name, long number) {}

    /** Drawn against the greatest of them. */
    public static ConsoleChart of(String unit, List<Count> counts) {
        long most = Math.max(1, counts.stream().mapToLong(Count::number).max().orElse(1));
        List<Bar> bars = new ArrayList<>();
        for (Count count : counts) {
            bars.add(
                    new Bar(
                            count.name().replace('_', ' '),
                            count.number(),
                            ConsoleLook.of(count.name()),
                            (int) (count.number() * FULL / most),
                            bars.size() * ROW));
        }
        return new ConsoleChart(unit, bars);
    }

    /** Of the picture, in its own units. */
    public int height() {
        return Math.max(ROW, bars.size() * ROW);
    }
}
