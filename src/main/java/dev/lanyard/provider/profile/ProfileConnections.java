package dev.lanyard.provider.profile;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;

/** The connections that keep a profile from being deleted, by their foreign key. */
@ApplicationScoped
class ProfileConnections {
    private static final String COUNT =
            """
            SELECT (SELECT count(*) FROM connection c
                    WHERE c.tenant_id = p.tenant_id AND c.connector_profile_id = p.id) AS connections
            FROM connector_profile p WHERE tenant_id = $1 AND id = $2
            """;
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Pool pool;

    ProfileConnections(Pool pool) {
        this.pool = pool;
    }

    /** Whether it was for connections that the database kept a profile. */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException refused
                && FOREIGN_KEY_VIOLATION.equals(refused.getSqlState());
    }

    /** Fails with {@code conflict} and their number; {@code not_found} if the profile has gone. */
    Uni<Void> refuse(String tenantId, String profileId) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(tenantId, profileId))
                .map(ProfileConnections::refusal)
                .chain(problem -> Uni.createFrom().failure(problem));
    }

    private static ProblemException refusal(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return ProblemException.notFound();
        }
        long connections = rows.iterator().next().getLong("connections");
        return ProblemException.of(
                ProblemCode.CONFLICT,
                "The connector profile still has "
                        + connections
                        + (connections == 1 ? " connection" : " connections")
                        + ". Delete them first, or disable the profile instead.");
    }
}
