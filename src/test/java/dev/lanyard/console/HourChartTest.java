package dev.lanyard.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.console.ConsoleChart.HourChart;
import dev.lanyard.console.ConsoleChart.HourCount;
import java.util.List;
import org.junit.jupiter.api.Test;

class HourChartTest {
    private static HourChart.HourColumn column(HourChart chart, int place) {
        return chart.columns().get(place);
    }

    @Test
    void theBusiestHourIsTheHighest() {
        HourChart chart =
                HourChart.of(
                        "refreshed",
                        "failed",
                        List.of(new HourCount("10:00", 100, 0), new HourCount("11:00", 50, 0)));

        assertThat(column(chart, 0).goodHeight()).isEqualTo(100);
        assertThat(column(chart, 1).goodHeight()).isEqualTo(50);
        assertThat(column(chart, 1).goodTop()).isEqualTo(80);
        assertThat(chart.goodTotal()).isEqualTo(150);
    }

    @Test
    void oneFailureAmongAMillionIsSeenAndNothingStandsOut() {
        HourChart chart =
                HourChart.of("refreshed", "failed", List.of(new HourCount("10:00", 999_999, 1)));

        assertThat(column(chart, 0).badHeight()).isEqualTo(2);
        assertThat(column(chart, 0).goodHeight()).isEqualTo(98);
        assertThat(column(chart, 0).badTop()).isEqualTo(30);
    }

    @Test
    void anHourWithoutAnyHasNoColumn() {
        HourChart chart =
                HourChart.of("refreshed", "failed", List.of(new HourCount("10:00", 0, 0)));

        assertThat(column(chart, 0).goodHeight()).isZero();
        assertThat(chart.most()).isZero();
    }
}
