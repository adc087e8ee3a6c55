package dev.lanyard.console.operator;

import static dev.lanyard.console.ConsoleLook.PLAIN;

import dev.lanyard.config.Config;
import dev.lanyard.config.Config.RefreshMode;
import dev.lanyard.connection.background.RefreshBacklog;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleTable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong just now, and what to do: the first thing that an operator reads. The thresholds
 * are those of the alerts (deploy/monitoring/prometheusrule.yaml), and each line names the alert,
 * whose runbook docs/operations.md has.
 */
@Singleton
class OperatorAttention {
    private static final int COUNTED = 100;

    /**
     * What is due, missing or rejected, by an index of just that; profile_pace is read to its 100th
     * such row, and of active webhooks each one's most overdue delivery, as WebhookBacklog does:
     * both tables have a row or a few for a tenant.
     */
    private static final String STATE =
            """
            SELECT
              (SELECT min(due_at) FROM token_set
               WHERE due_at < now() - interval '15 minutes') AS refreshes_since,
              %2$s AS outstanding,
              (SELECT min(late.due_at) FROM webhook w CROSS JOIN LATERAL (
                   SELECT d.due_at FROM webhook_delivery d
                   WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id
                     AND d.status = 'pending' AND d.due_at < now() - interval '5 minutes'
                   ORDER BY d.due_at LIMIT 1) AS late
               WHERE w.status = 'active') AS deliveries_since,
              (SELECT count(*) FROM (
                   SELECT 1 FROM connector_profile
                   WHERE %3$s AND status = 'active' LIMIT %1$d) AS refused) AS rejected,
              (SELECT count(*) FROM (
                   SELECT 1 FROM profile_pace WHERE %4$s LIMIT %1$d) AS waiting) AS held
            """
                    .formatted(
                            COUNTED,
                            RefreshBacklog.OUTSTANDING,
                            TroubleOperatorPage.IN_TROUBLE,
                            TroubleOperatorPage.HELD);

    /** This hour and the one before; a handful of calls proves nothing. */
    private static final String FAILING =
            """
            SELECT provider, sum(failed)::bigint AS failed,
                   sum(succeeded + failed)::bigint AS refreshes
            FROM refresh_hour WHERE hour > now() - interval '2 hours'
            GROUP BY provider
            HAVING sum(failed) >= 3 AND sum(failed) * 5 > sum(succeeded + failed)
            ORDER BY provider
            """;

    private final Pool pool;
    private final RefreshMode mode;

    OperatorAttention(Pool pool, Config config) {
        this.pool = pool;
        this.mode = config.refresh();
    }

    /** A block for the head of the first page. */
    Uni<ConsoleBlock> block() {
        return pool.query(STATE)
                .execute()
                .map(rows -> lines(rows.iterator().next()))
                .chain(this::withFailing)
                .map(OperatorAttention::block);
    }

    private Uni<List<List<ConsoleCell>>> withFailing(List<List<ConsoleCell>> lines) {
        return pool.query(FAILING)
                .execute()
                .invoke(rows -> rows.forEach(row -> lines.add(failing(row))))
                .replaceWith(lines);
    }

    private static ConsoleBlock block(List<List<ConsoleCell>> lines) {
        return ConsoleBlock.table(
                        "Needs attention",
                        new ConsoleTable(
                                List.of("What", "How much", "What to do", "Alert", "More"),
                                lines,
                                "Nothing of what is looked at here: refreshes and webhook"
                                        + " deliveries are begun in time, no answer is missing, no"
                                        + " provider fails, and no profile's key and secret is"
                                        + " known to be rejected.",
                                null))
                .introduced("An alert's runbook is in docs/operations.md.");
    }

    private List<List<ConsoleCell>> lines(Row state) {
        return Stream.of(
                        switchedOff(),
                        late(OperatorNotice.LATE_REFRESHES, state, "refreshes_since"),
                        missing(state),
                        late(OperatorNotice.LATE_WEBHOOKS, state, "deliveries_since"),
                        profiles(OperatorNotice.REJECTED_PROFILES, state, "rejected"),
                        profiles(OperatorNotice.HELD_PROFILES, state, "held"))
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private Optional<List<ConsoleCell>> switchedOff() {
        String name = mode.name().toLowerCase(Locale.ROOT);
        return mode == RefreshMode.ON
                ? Optional.empty()
                : Optional.of(
                        OperatorNotice.SWITCHED_OFF.line(
                                ConsoleCell.code("LANYARD_REFRESH=" + name)));
    }

    private static Optional<List<ConsoleCell>> late(
            OperatorNotice notice, Row state, String column) {
        return Optional.ofNullable(state.getOffsetDateTime(column))
                .map(ConsoleCell::time)
                .map(due -> new ConsoleCell("due " + due.text(), null, PLAIN, due.title()))
                .map(notice::line);
    }

    private static Optional<List<ConsoleCell>> missing(Row state) {
        return howMany(state.getLong("outstanding"), RefreshBacklog.MOST, "refresh token")
                .map(OperatorNotice.MISSING_ANSWERS::line);
    }

    private static Optional<List<ConsoleCell>> profiles(
            OperatorNotice notice, Row state, String column) {
        return howMany(state.getLong(column), COUNTED, "profile").map(notice::line);
    }

    /** None: there is nothing to say. */
    private static Optional<ConsoleCell> howMany(long count, long most, String unit) {
        String number = count + " " + unit + (count == 1 ? "" : "s");
        return count == 0
                ? Optional.empty()
                : Optional.of(ConsoleCell.text(count == most ? number + " or more" : number));
    }

    private static List<ConsoleCell> failing(Row row) {
        return OperatorNotice.FAILING_REFRESHES.line(
                ConsoleCell.text(
                        row.getLong("failed")
                                + " of "
                                + row.getLong("refreshes")
                                + " in this hour and the last"),
                row.getString("provider"));
    }
}
