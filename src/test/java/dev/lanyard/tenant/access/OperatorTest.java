package dev.lanyard.tenant.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperatorTest {
    private static final String OLD = "old-token-0123456789-0123456789-0123";
    private static final String NEW = "new-token-0123456789-0123456789-0123";

    @Test
    void holdsOneToken() {
        AdminTokens operator = new AdminTokens(OLD);

        assertThat(operator.accepts(OLD)).isTrue();
        assertThat(operator.accepts(NEW)).isFalse();
        assertThat(operator.accepts("")).isFalse();
    }

    @Test
    void holdsTwoTokensWhileOneIsBeingChanged() {
        AdminTokens operator = new AdminTokens(NEW + "," + OLD);

        assertThat(operator.accepts(OLD)).isTrue();
        assertThat(operator.accepts(NEW)).isTrue();
        assertThat(operator.accepts(NEW + "," + OLD)).isFalse();
    }
}
