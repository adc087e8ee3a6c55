package dev.lanyard.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultKeysTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void theFirstSealsAndAllOpen() {
        VaultKeys keys = VaultKeys.parse("LANYARD_VAULT_KEYS", "b:" + KEY + ",a:" + KEY);

        assertThat(keys.primary()).isEqualTo("b");
        assertThat(keys.ids()).containsExactly("b", "a");
        assertThat(keys.find("c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a:",
                "a:AAAA",
                "a:***",
                ":KEY",
                "a:KEY,",
                "a:KEY,a:KEY",
                "a b:KEY"
            })
    void refusesWhatIsMalformedWithoutShowingIt(String text) {
        String given = text.replace("KEY", KEY);

        assertThatThrownBy(() -> VaultKeys.parse("LANYARD_VAULT_KEYS", given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("LANYARD_VAULT_KEYS")
                .message()
                .doesNotContain(KEY)
                .doesNotContain("\n");
    }
}
