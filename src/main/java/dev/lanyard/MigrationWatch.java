package dev.lanyard;

import dev.lanyard.database.Migrations;
import io.quarkus.flyway.FlywayDataSource;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the migrations' connections when the server has not answered anybody else for a while: they
 * would wait without end, and the process would never be ready.
 */
@ApplicationScoped
class MigrationWatch {
    private static final Logger LOG = Logger.getLogger(MigrationWatch.class);
    private static final long LOOK_SECONDS = 5;
    private static final int UNANSWERED = 3;

    private final Pool pool;
    private final Migrations migrations;
    private volatile int unanswered;

    MigrationWatch(Pool pool, @FlywayDataSource("migration") Migrations migrations) {
        this.pool = pool;
        this.migrations = migrations;
    }

    /** Looks from time to time, until the executor is shut down. */
    void begin(ScheduledExecutorService executor) {
        executor.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        if (unanswered >= UNANSWERED) {
            LOG.warn("The database does not answer: the migration is ended and tried again");
            migrations.cut();
            unanswered = 0;
        }
        unanswered++;
        pool.getDelegate().query("SELECT 1").execute().onComplete(done -> told(done.cause()));
    }

    private void told(@Nullable Throwable failure) {
        if (failure == null || failure instanceof PgException) {
            unanswered = 0;
        }
    }
}
