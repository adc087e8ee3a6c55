package dev.lanyard.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class DataKeyTest {
    private final DataKey key = key("ten_a", 1);

    @Test
    void opensWhatItSealed() {
        byte[] sealed = key.seal("token_set.refresh_token", "conn_1", "secret");

        assertThat(key.open("token_set.refresh_token", "conn_1", sealed)).isEqualTo("secret");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void sealsTheSameTextToOtherBytesEachTime() {
        assertThat(key.seal("p", "o", "secret")).isNotEqualTo(key.seal("p", "o", "secret"));
    }

    @Test
    void refusesAnotherOwnerAnotherPurposeAnotherTenantAndChangedBytes() {
        byte[] sealed = key.seal("token_set.refresh_token", "conn_1", "secret");
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;

        assertRefused(key, "token_set.refresh_token", "conn_2", sealed);
        assertRefused(key, "token_set.access_token", "conn_1", sealed);
        assertRefused(key("ten_b", 1), "token_set.refresh_token", "conn_1", sealed);
        assertRefused(key("ten_a", 2), "token_set.refresh_token", "conn_1", sealed);
        assertRefused(key, "token_set.refresh_token", "conn_1", changed);
        assertRefused(key, "token_set.refresh_token", "conn_1", new byte[0]);
    }

    private static void assertRefused(DataKey key, String purpose, String owner, byte[] sealed) {
        assertThatThrownBy(() -> key.open(purpose, owner, sealed))
                .isInstanceOf(DecryptionFailedException.class);
    }

    private static DataKey key(String tenantId, int seed) {
        try {
            byte[] bytes = new byte[32];
            bytes[0] = (byte) seed;
            return new DataKey(tenantId, new AesGcmJce(bytes), bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
