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

    /** What went well and what failed in one hour, before it is drawn. */
    public record HourCount(String hour, long good, long bad) {}

    /**
     * The hours of a day side by side, a column each: what failed stands on what went well.
     *
     * @param most what the highest column stands for
     */
    public record HourChart(String good, String bad, List<HourColumn> columns, long most) {
        private static final int HEIGHT = 100;
        private static final int TOP = 30;
        private static final int PITCH = 13;
        private static final int LABELLED = 6;

        /**
         * One hour.
         *
         * @param left where its column begins
         */
        public record HourColumn(
                HourCount count, int left, int goodHeight, int badHeight, boolean isLabelled) {

            /** Where what went well begins, from above. */
            public int goodTop() {
                return TOP + HEIGHT - goodHeight;
            }

            /** Where what failed begins, from above. */
            public int badTop() {
                return goodTop() - badHeight;
            }
        }

        /** Drawn against the busiest hour. */
        public static HourChart of(String good, String bad, List<HourCount> hours) {
            long most = hours.stream().mapToLong(hour -> hour.good() + hour.bad()).max().orElse(0);
            List<HourColumn> columns = new ArrayList<>();
            for (HourCount hour : hours) {
                int badHeight = height(hour.bad(), most);
                int goodHeight = Math.min(height(hour.good(), most), HEIGHT - badHeight);
                columns.add(
                        new HourColumn(
                                hour,
                                columns.size() * PITCH,
                                goodHeight,
                                badHeight,
                                columns.size() % LABELLED == 0));
            }
            return new HourChart(good, bad, columns, most);
        }

        /** One failure among a million is seen. */
        private static int height(long number, long most) {
            return number == 0 ? 0 : (int) Math.max(2, number * HEIGHT / most);
        }

        /** All that went well. */
        public long goodTotal() {
            return columns.stream().mapToLong(column -> column.count().good()).sum();
        }

        /** All that failed. */
        public long badTotal() {
            return columns.stream().mapToLong(column -> column.count().bad()).sum();
        }
    }
}
