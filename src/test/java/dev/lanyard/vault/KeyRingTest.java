package dev.lanyard.vault;

import static dev.lanyard.vault.VaultDatabase.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.vault.VaultCheck.WrongKeyException;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from a file that Kubernetes mounts: {@code keys -> ..data/keys}, {@code ..data -> …}. */
class KeyRingTest {
    private static VaultDatabase database;

    @TempDir Path folder;
    private final List<String> errors = new ArrayList<>();
    private final Handler listener =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                        errors.add(((ExtLogRecord) entry).getFormattedMessage());
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeAll
    static void open() {
        database = new VaultDatabase();
    }

    @AfterAll
    static void close() throws IOException {
        database.close();
    }

    @BeforeEach
    void listen() {
        Logger.getLogger(KeyRing.class.getName()).addHandler(listener);
    }

    @AfterEach
    void forget() {
        Logger.getLogger(KeyRing.class.getName()).removeHandler(listener);
        database.execute("DELETE FROM tenant", Tuple.tuple());
        database.execute("DELETE FROM vault_key", Tuple.tuple());
    }

    @Test
    void noticesThatTheMountedFileWasSwapped() throws IOException {
        KeyRing ring = mounted(text("1"));

        swap(text("2", "1") + "\n");
        ring.readAgain();

        assertThat(ring.current().ids()).containsExactly("2", "1");
        assertThat(errors).isEmpty();
    }

    @Test
    void keepsTheKeysInForceWhenTheFileIsMalformedAndSaysSoOnce() throws IOException {
        KeyRing ring = mounted(text("1"));

        swap(text("1") + ",2:short");
        ring.readAgain();
        ring.readAgain();

        assertThat(ring.current().ids()).containsExactly("1");
        assertThat(errors).hasSize(1).first().asString().contains("LANYARD_VAULT_KEYS_FILE", "2");
        assertThat(errors.get(0)).doesNotContain("short");
    }

    @Test
    void keepsTheKeysInForceWhenTheFileIsGoneAndTakesTheNextGoodOne() throws IOException {
        KeyRing ring = mounted(text("1"));

        Files.delete(folder.resolve("keys"));
        ring.readAgain();

        assertThat(ring.current().ids()).containsExactly("1");
        assertThat(errors).hasSize(1);
        mount();
        swap(text("1", "2"));
        ring.readAgain();
        assertThat(ring.current().ids()).containsExactly("1", "2");
    }

    @Test
    void keepsTheKeysInForceWhenAKeyInUseIsMissingFromTheFile() throws IOException {
        KeyRing ring = mounted(text("1"));
        database.tenant("ten_a", ring.current());

        swap(text("2"));
        ring.readAgain();

        assertThat(ring.current().ids()).containsExactly("1");
        assertThat(errors).hasSize(1).first().asString().contains("the key 1 is missing");
    }

    @Test
    void dropsAKeyUnderWhichNothingIsLeft() throws IOException {
        KeyRing ring = mounted(text("2", "1"));
        database.tenant("ten_a", ring.current());

        swap(text("2"));
        ring.readAgain();

        assertThat(ring.current().ids()).containsExactly("2");
    }

    @Test
    void keepsTheKeysInForceWhenAnIdIsGivenToAnotherKey() throws IOException {
        KeyRing ring = mounted(text("1"));

        swap(text("other").replace("other:", "1:"));
        ring.readAgain();

        assertThat(ring.current().areSameAs(VaultDatabase.keys("1"))).isTrue();
        assertThat(errors).hasSize(1).first().asString().contains("the key 1 is not the one");
    }

    @Test
    void refusesAtStartAKeyThatIsMissingAndInUseNamingIt() {
        database.tenant("ten_a", VaultDatabase.keys("old"));

        assertThatThrownBy(() -> database.ring(VaultDatabase.keys("2")).check())
                .isInstanceOf(WrongKeyException.class)
                .hasMessage(
                        "LANYARD_VAULT_KEYS: the key old is missing, and 1 tenants' data keys are"
                                + " sealed with it");
    }

    private KeyRing mounted(String keys) throws IOException {
        swap(keys);
        mount();
        Path file = folder.resolve("keys");
        KeyRing ring =
                new KeyRing(
                        VaultKeys.read(file), Optional.of(file), new VaultCheck(database.pool()));
        ring.check();
        return ring;
    }

    private void mount() throws IOException {
        Files.createSymbolicLink(folder.resolve("keys"), Path.of("..data", "keys"));
    }

    /** As the kubelet does: a new folder, and {@code ..data} renamed over to it. */
    private void swap(String keys) throws IOException {
        Path version = Files.createTempDirectory(folder, "..version");
        Files.writeString(version.resolve("keys"), keys);
        Path link = folder.resolve("..data_tmp");
        Files.createSymbolicLink(link, version.getFileName());
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }
}
