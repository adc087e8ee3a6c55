package dev.lanyard.vault;

import dev.lanyard.config.Config;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.vault.VaultCheck.WrongKeyException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The operator's keys in force. A file of keys is read again every 2 seconds, as Kubernetes swaps
 * what it mounts; keys that are malformed or wrong for this database are refused, and those before
 * them stay in force.
 */
@ApplicationScoped
public class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    private final VaultCheck check;
    private final Optional<Path> file;
    private volatile VaultKeys current;
    private String lastRefusal = "";

    @Inject
    KeyRing(Config config, VaultCheck check) {
        this(VaultKeys.of(config.vault()), config.vault().keysFile(), check);
    }

    /**
     * A ring of these keys.
     *
     * @param file read again, if there is one
     */
    KeyRing(VaultKeys keys, Optional<Path> file, VaultCheck check) {
        this.check = check;
        this.file = file;
        this.current = keys;
    }

    /** The keys to seal and open with; ask again for each piece of work. */
    VaultKeys current() {
        return current;
    }

    /**
     * Checks the keys in force against the database. Blocks; for start-up only.
     *
     * @throws WrongKeyException if one in use is missing or another than it was
     */
    public void check() {
        check.check(current);
    }

    /** On a worker thread: reads the file and asks the database, if the file says something new. */
    @Scheduled(
            every = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    void readAgain() {
        file.ifPresent(this::readAgain);
    }

    private void readAgain(Path keysFile) {
        try {
            VaultKeys read = VaultKeys.read(keysFile);
            if (!read.areSameAs(current)) {
                check.check(read);
                current = read;
                LOG.infof("vault keys changed: %s seals, %s open", read.primary(), read.ids());
            }
            lastRefusal = "";
        } catch (IllegalArgumentException | WrongKeyException e) {
            refuse(String.valueOf(e.getMessage()), current.ids());
        } catch (RuntimeException e) {
            refuse("the database cannot be asked just now: " + e, current.ids());
        }
    }

    private void refuse(String why, List<String> staying) {
        if (!why.equals(lastRefusal)) {
            LOG.errorf("changed vault keys refused, %s stay in force: %s", staying, why);
        }
        lastRefusal = why;
    }
}
