package dev.lanyard.authorize.timeline;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Keeps the steps of each session. A step that is the same as the one before is not written again,
 * and what a stranger may repeat leaves room for what decides.
 */
@ApplicationScoped
public class SessionTimeline {
    private static final Logger LOG = Logger.getLogger(SessionTimeline.class);
    private static final int MOST = 200;
    private static final int MOST_REPEATABLE = 60;

    /**
     * Writes steps of a session down, as a part of a statement that takes them: those of {@code
     * STEPS}, {@link #rows}, in their order. Each is compared with the last that is stored: what
     * comes with it is of another kind.
     */
    public static final String ADDED =
            """
            INSERT INTO connect_session_step (tenant_id, session_id, step, outcome, detail)
            SELECT
                $1, $2, -- $1 tenant, $2 session
                taken.step, taken.outcome, left(taken.detail, 1000)
            FROM jsonb_to_recordset(STEPS)
                AS taken (nth int, step text, outcome text, detail text, most int)
            WHERE (SELECT count(*) FROM connect_session_step WHERE tenant_id = $1 AND session_id = $2) < taken.most
              AND NOT EXISTS (
                SELECT FROM (SELECT step, outcome, detail FROM connect_session_step
                             WHERE tenant_id = $1 AND session_id = $2 ORDER BY id DESC LIMIT 1) AS last
                WHERE last.step = taken.step AND last.outcome = taken.outcome
                  AND last.detail IS NOT DISTINCT FROM left(taken.detail, 1000))
            ORDER BY taken.nth\
            """;

    private static final String ADD = ADDED.replace("STEPS", "$3::jsonb");
    private static final String LIST =
            "SELECT at, step, outcome, detail FROM connect_session_step"
                    + " WHERE tenant_id = $1 AND session_id = $2 ORDER BY id LIMIT "
                    + MOST;

    private final Pool pool;

    SessionTimeline(Pool pool) {
        this.pool = pool;
    }

    /** Writes a step down in the transaction that takes it. */
    public Uni<Void> add(
            SqlClient transaction, String tenantId, String sessionId, TimelineStep step) {
        return write(transaction, tenantId, sessionId, step);
    }

    /**
     * Writes a step down that changes nothing itself. Never fails: what cannot be noted just now
     * costs nobody their journey.
     */
    public Uni<Void> note(String tenantId, String sessionId, TimelineStep step) {
        return write(pool, tenantId, sessionId, step)
                .onFailure()
                .invoke(failure -> LOG.warnf("%s: a step is not noted: %s", sessionId, failure))
                .onFailure()
                .recoverWithNull();
    }

    private static Uni<Void> write(
            SqlClient client, String tenantId, String sessionId, TimelineStep step) {
        return client.preparedQuery(ADD)
                .execute(Tuple.of(tenantId, sessionId, rows(sessionId, List.of(step))))
                .replaceWithVoid();
    }

    /** Steps as {@link #ADDED} takes them; they are told in the log. */
    public static JsonArray rows(String sessionId, List<TimelineStep> steps) {
        JsonArray rows = new JsonArray();
        for (TimelineStep step : steps) {
            log(sessionId, step);
            rows.add(row(rows.size(), step));
        }
        return rows;
    }

    private static JsonObject row(int nth, TimelineStep step) {
        return JsonObject.of(
                "nth",
                nth,
                "step",
                step.step().text(),
                "outcome",
                step.outcome().text(),
                "detail",
                step.detail(),
                "most",
                step.isRepeatable() ? MOST_REPEATABLE : MOST);
    }

    /** Those that went well by their name alone: who connected is nobody's business but theirs. */
    private static void log(String sessionId, TimelineStep step) {
        if (step.outcome() == StepOutcome.SUCCEEDED) {
            LOG.infof("Session %s: %s", sessionId, step.step().text());
        } else {
            LOG.infof(
                    "Session %s: %s %s: %s",
                    sessionId, step.step().text(), step.outcome().text(), step.detail());
        }
    }

    /** The steps of a session, the first one first; but for its creation, which is its own time. */
    public Uni<List<TimelineEntry>> of(String tenantId, String sessionId) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(tenantId, sessionId))
                .map(rows -> rows.stream().map(TimelineEntry::of).toList());
    }
}
