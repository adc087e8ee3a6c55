package dev.lanyard;

import dev.lanyard.database.Database;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the database answers, can be written to, is migrated, and the vault opens it. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "database";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String IS_READ_ONLY =
            "SELECT current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery()";

    private final Pool pool;
    private final Database database;
    private final DatabaseStartup preparation;

    DatabaseReadiness(Pool pool, Database database, DatabaseStartup preparation) {
        this.pool = pool;
        this.database = database;
        this.preparation = preparation;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!preparation.isDone()) {
            return Uni.createFrom().item(down(preparation.missing()));
        }
        return pool.query(IS_READ_ONLY)
                .execute()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(this::response)
                .onFailure()
                .recoverWithItem(failure -> down("the database does not answer"));
    }

    /** A session that began while the database was read-only may stay so: it is not kept. */
    private HealthCheckResponse response(RowSet<Row> rows) {
        if (Boolean.TRUE.equals(rows.iterator().next().getBoolean(0))) {
            database.renew();
            return down("the database is read-only");
        }
        return HealthCheckResponse.up(NAME);
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named(NAME).down().withData("reason", reason).build();
    }
}
