package dev.lanyard.bench;

import java.util.List;
import java.util.Locale;

/** Bars in groups, as an SVG that reads well on light and on dark. */
final class BarPlot {
    private static final int WIDTH = 640;
    private static final int LEFT = 56;
    private static final int TOP = 56;
    private static final int HEIGHT = 220;
    private static final List<String> COLORS = List.of("#1565c0", "#ef6c00", "#2e7d32", "#6a1b9a");

    private final String title;
    private final List<String> series;
    private final StringBuilder svg = new StringBuilder();

    private BarPlot(String title, List<String> series) {
        this.title = title;
        this.series = series;
    }

    /**
     * One bar of each series, side by side.
     *
     * @param values of the series, in their order; {@code NaN}: none
     */
    record BarGroup(String name, List<Double> values) {}

    /**
     * @param title what is drawn, and in which unit
     */
    static String draw(String title, List<String> series, List<BarGroup> groups) {
        BarPlot plot = new BarPlot(title, series);
        plot.frame(groups);
        plot.bars(groups);
        return plot.svg.append("</svg>\n").toString();
    }

    private void frame(List<BarGroup> groups) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#757575\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH, TOP + HEIGHT + 30, title);
        add("<text x=\"8\" y=\"18\" font-size=\"14\">%s</text>%n", title);
        for (int nth = 0; nth < series.size(); nth++) {
            int x = LEFT + nth * 170;
            add(
                    "<rect x=\"%d\" y=\"30\" width=\"10\" height=\"10\" fill=\"%s\"/><text x=\"%d\" y=\"39\">%s</text>%n",
                    x, COLORS.get(nth), x + 14, series.get(nth));
        }
        double top = top(groups);
        for (int line = 0; line <= 4; line++) {
            double y = TOP + HEIGHT - HEIGHT * line / 4.0;
            add(
                    "<path d=\"M%d %.1fH%d\" stroke=\"#9e9e9e\" stroke-width=\"0.5\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT, y, WIDTH - 8, LEFT - 6, y + 4, number(top * line / 4));
        }
    }

    private void bars(List<BarGroup> groups) {
        double step = (double) (WIDTH - LEFT - 8) / groups.size();
        double width = Math.min(60, step * 0.8 / series.size());
        for (int nth = 0; nth < groups.size(); nth++) {
            BarGroup group = groups.get(nth);
            double middle = LEFT + step * (nth + 0.5);
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    middle, TOP + HEIGHT + 18, group.name());
            for (int bar = 0; bar < series.size(); bar++) {
                double left = middle + width * (bar - series.size() / 2.0);
                bar(left, width, group.values().get(bar), top(groups), COLORS.get(bar));
            }
        }
    }

    private void bar(double left, double width, double value, double top, String color) {
        if (!Double.isFinite(value)) {
            return;
        }
        double height = HEIGHT * value / top;
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"11\">%s</text>%n",
                left + 1,
                TOP + HEIGHT - height,
                width - 2,
                height,
                color,
                left + width / 2,
                TOP + HEIGHT - height - 3,
                number(value));
    }

    private static double top(List<BarGroup> groups) {
        double most =
                groups.stream()
                        .flatMap(group -> group.values().stream())
                        .filter(Double::isFinite)
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(1);
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        return Math.ceil(most * 1.05 / power * 2) / 2 * power;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
