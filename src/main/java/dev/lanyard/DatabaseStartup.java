package dev.lanyard;

import dev.lanyard.config.Config;
import dev.lanyard.database.Migrations;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.vault.KeyRing;
import dev.lanyard.vault.VaultCheck.WrongKeyException;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Makes the database ready before it is used: migrated, and opened by the right vault keys. With
 * the database down it tries again until it answers; a wrong key ends the process. As the command
 * {@value #MIGRATE} it does that and nothing else, and ends.
 */
@ApplicationScoped
public class DatabaseStartup {
    private static final Logger LOG = Logger.getLogger(DatabaseStartup.class);
    private static final int RETRY_SECONDS = 2;

    private static final int POOLER_SECONDS = 5;
    private static final String POOLER =
            "The database is reached through a connection pooler, and migrating takes long or fails:"
                    + " in transaction mode it cannot be done. Set LANYARD_MIGRATE_AT_START=false,"
                    + " and run the command \"migrate\" with LANYARD_DB_HOST and LANYARD_DB_PORT of"
                    + " PostgreSQL itself";

    /** The argument that makes the process migrate the database and end. */
    static final String MIGRATE = "migrate";

    private final Flyway flyway;
    private final KeyRing vault;
    private final Config config;
    private final NotReady notReady;
    private final Migrations migrations;
    private final MigrationWatch watch;
    private final boolean migratesOnly;
    private final ScheduledExecutorService retries =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "preparation"));
    private final ScheduledExecutorService watching =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "migration-watch"));
    private volatile boolean done;
    private volatile boolean hinted;
    private volatile String lastFailure = "";
    private volatile String missing = "the database has not been reached yet";

    DatabaseStartup(
            @FlywayDataSource("migration") Flyway flyway,
            KeyRing vault,
            Config config,
            NotReady notReady,
            @FlywayDataSource("migration") Migrations migrations,
            MigrationWatch watch,
            @CommandLineArguments String[] arguments) {
        this.flyway = flyway;
        this.vault = vault;
        this.config = config;
        this.notReady = notReady;
        this.migrations = migrations;
        this.watch = watch;
        this.migratesOnly = List.of(arguments).contains(MIGRATE);
    }

    void onStart(@Observes StartupEvent start) {
        watch.begin(watching);
        watching.schedule(this::hintAtPooler, POOLER_SECONDS, TimeUnit.SECONDS);
        attempt();
    }

    void onStop(@Observes ShutdownEvent stop) {
        retries.shutdownNow();
        watching.shutdownNow();
    }

    /** Whether the database is migrated and open. */
    public boolean isDone() {
        return done;
    }

    /** What is still missing, for people; empty when done. */
    public String missing() {
        return done ? "" : missing;
    }

    private void attempt() {
        try {
            prepare();
        } catch (WrongKeyException e) {
            LOG.fatal("Lanyard cannot start: " + e.getMessage());
            Quarkus.asyncExit(1);
        } catch (RuntimeException e) {
            retryLater(e);
        }
    }

    private void prepare() {
        if (migratesOnly || config.migrateAtStart()) {
            flyway.migrate();
        } else if (flyway.info().pending().length > 0) {
            missing = "the database is not migrated, and LANYARD_MIGRATE_AT_START is false";
            throw new IllegalStateException(missing);
        }
        vault.check();
        if (migratesOnly) {
            LOG.info("Database migrated");
            Quarkus.asyncExit(0);
            return;
        }
        done = true;
        watching.shutdownNow();
        notReady.end();
        LOG.info("Database ready");
    }

    /** A pooler that lends a session for one transaction only leaves a migration hanging. */
    private void hintAtPooler() {
        if (!done && !hinted && migrations.isPooled()) {
            hinted = true;
            missing = POOLER;
            LOG.warn(POOLER);
        }
    }

    private void retryLater(RuntimeException why) {
        hintAtPooler();
        String text = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
        if (!text.equals(lastFailure)) {
            LOG.warn("Not ready, trying again every " + RETRY_SECONDS + " s: " + text);
        }
        lastFailure = text;
        retries.schedule(this::attempt, RETRY_SECONDS, TimeUnit.SECONDS);
    }
}
