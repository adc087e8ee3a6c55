package dev.lanyard.tenant.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperatorTest {
    private static final String OLD = "old-token-0123456789-0123456789-0123";
    private static final String NEW = "new-token-0123456789-0123456789-0123";

    @Test
    void holdsOneToken() {
        AdminTokens operator = new AdminTokens(OLD);

        assertThat(operator.holds(OLD)).isTrue();
        assertThat(operator.holds(NEW)).isFalse();
        assertThat(operator.holds("")).isFalse();
    }

    @Test
    void holdsTwoTokensWhileOneIsBeingChanged() {
        AdminTokens operator = new AdminTokens(NEW + "," + OLD);

        assertThat(operator.holds(OLD)).isTrue();
        assertThat(operator.holds(NEW)).isTrue();
        assertThat(operator.holds(NEW + "," + OLD)).isFalse();
    }
}
