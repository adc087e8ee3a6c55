package dev.lanyard.console.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresOperatorPageTest {
    @Test
    void whatIsNotAllIsNotCalledAll() {
        assertThat(FiguresOperatorPage.percent(1)).isEqualTo("100.00 %");
        assertThat(FiguresOperatorPage.percent(0.999_999)).isEqualTo("99.99 %");
        assertThat(FiguresOperatorPage.percent(0.75)).isEqualTo("75.00 %");
        assertThat(FiguresOperatorPage.percent(Double.NaN)).isEqualTo("–");
    }

    @Test
    void aTimeIsToldInOneUnit() {
        assertThat(FiguresOperatorPage.noticedWithin(null)).isEqualTo("–");
        assertThat(FiguresOperatorPage.noticedWithin(Duration.ofMinutes(119))).isEqualTo("119 min");
        assertThat(FiguresOperatorPage.noticedWithin(Duration.ofHours(47))).isEqualTo("47 h");
        assertThat(FiguresOperatorPage.noticedWithin(Duration.ofHours(48))).isEqualTo("2 days");
    }
}
