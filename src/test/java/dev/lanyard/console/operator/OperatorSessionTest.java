package dev.lanyard.console.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.problem.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OperatorSessionTest {
    private static final byte[] KEY = key(1);

    private static byte[] key(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return key;
    }

    @Test
    void opensByTheKeyThatSealedItAndNoOther() {
        OperatorSession session = OperatorSession.begin();
        String cookie = session.seal(KEY);

        assertThat(OperatorSession.open(cookie, KEY))
                .hasValueSatisfying(opened -> assertThat(opened.csrf()).isEqualTo(session.csrf()));
        assertThat(OperatorSession.open(cookie, key(2))).isEmpty();
        assertThat(cookie).doesNotContain(session.csrf());
    }

    @Test
    void endsAfterAnHour() {
        String over = new OperatorSession("csrf", Instant.now().minusSeconds(1)).seal(KEY);

        assertThat(OperatorSession.open(over, KEY)).isEmpty();
        assertThat(OperatorSession.begin().until()).isBefore(Instant.now().plusSeconds(3_601));
    }

    @Test
    void takesFormsOfItsOwnPagesOnly() {
        OperatorSession session = OperatorSession.begin();

        session.require(session.csrf());
        assertThatThrownBy(() -> session.require("another")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> session.require(null)).isInstanceOf(ProblemException.class);
        assertThat(session.toString()).doesNotContain(session.csrf());
    }
}
