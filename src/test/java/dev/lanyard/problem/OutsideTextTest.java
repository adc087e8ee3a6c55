package dev.lanyard.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutsideTextTest {

    @Test
    void keepsWhatIsShortAndPlain() {
        assertThat(OutsideText.cut("Zoë O'Neil <zoe@example.com> 日本"))
                .isEqualTo("Zoë O'Neil <zoe@example.com> 日本");
    }

    @Test
    void leavesNullAsItIs() {
        assertThat(OutsideText.cut(null)).isNull();
    }

    @Test
    void cutsAtTwoHundredCharactersAndNeverInsideOne() {
        assertThat(OutsideText.cut("x".repeat(300))).hasSize(200);
        assertThat(OutsideText.cut("x".repeat(199) + "😀")).isEqualTo("x".repeat(199));
        assertThat(OutsideText.cut("😀".repeat(150))).isEqualTo("😀".repeat(100));
    }

    @Test
    void dropsWhatDoesNotShowOrTurnsTextAround() {
        assertThat(OutsideText.cut("a\r\nb\u0000c\u001b[31md\u202ee\u2028f\ud800g"))
                .isEqualTo("abc[31mdefg");
    }
}
