package dev.lanyard;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the database answers, is migrated, and the vault opens it. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "database";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Pool pool;
    private final DatabaseStartup preparation;

    DatabaseReadiness(Pool pool, DatabaseStartup preparation) {
        this.pool = pool;
        this.preparation = preparation;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!preparation.isDone()) {
            return Uni.createFrom().item(down(preparation.missing()));
        }
        return pool.query("SELECT 1")
                .execute()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> HealthCheckResponse.up(NAME))
                .onFailure()
                .recoverWithItem(failure -> down("the database does not answer"));
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named(NAME).down().withData("reason", reason).build();
    }
}
