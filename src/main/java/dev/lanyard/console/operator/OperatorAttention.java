package dev.lanyard.console.operator;

import dev.lanyard.config.Config;
import dev.lanyard.config.Config.RefreshMode;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleLook;
import dev.lanyard.console.ConsoleTable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong just now, and what to do: the first thing that an operator reads. The thresholds
 * are those of the alerts (deploy/monitoring/prometheusrule.yaml), and each line names the alert,
 * whose runbook docs/operations.md has.
 */
@Singleton
class OperatorAttention {
    private static final int COUNTED = 100;

    /** Each by its index. */
    private static final String STATE =
            """
            SELECT
              (SELECT min(due_at) FROM token_set
               WHERE due_at < now() - interval '15 minutes') AS refreshes_since,
              (SELECT min(late.due_at) FROM webhook w CROSS JOIN LATERAL (
                   SELECT d.due_at FROM webhook_delivery d
                   WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id
                     AND d.status = 'pending' AND d.due_at < now() - interval '5 minutes'
                   ORDER BY d.due_at LIMIT 1) AS late
               WHERE w.status = 'active') AS deliveries_since,
              (SELECT count(*) FROM (
                   SELECT 1 FROM connector_profile
                   WHERE (status = 'disabled' OR credentials_status = 'rejected')
                     AND status = 'active' LIMIT %1$d) AS refused) AS rejected,
              (SELECT count(*) FROM (
                   SELECT 1 FROM profile_pace
                   WHERE paused_until > now() OR cool_down_until > now()
                   LIMIT %1$d) AS waiting) AS held
            """
                    .formatted(COUNTED);

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
                                "Nothing. Refreshes and webhook deliveries are begun in time, no"
                                        + " provider fails, and every profile's key and secret"
                                        + " work.",
                                null))
                .introduced("An alert's runbook is in docs/operations.md.");
    }

    private List<List<ConsoleCell>> lines(Row state) {
        List<List<ConsoleCell>> lines = new ArrayList<>();
        if (mode != RefreshMode.ON) {
            lines.add(switchedOff());
        }
        late(
                lines,
                state.getOffsetDateTime("refreshes_since"),
                "Refreshes are late",
                "See that replicas are ready and that LANYARD_REFRESH is on. After an outage it"
                        + " passes by itself; callers are served first",
                "LanyardRefreshBacklog",
                ConsoleCell.link("refresh health", OperatorConsole.ROOT + "/refreshes"));
        late(
                lines,
                state.getOffsetDateTime("deliveries_since"),
                "Webhooks are told late",
                "See whether replicas can call out (DNS, LANYARD_WEBHOOK_PROXY). Nothing is lost",
                "LanyardWebhooksLate",
                ConsoleCell.text(null));
        count(
                lines,
                state.getLong("rejected"),
                "A provider rejects key and secret",
                "Tell the tenant: it stores a new secret, and nobody has to connect again",
                "LanyardConnectFailing");
        count(
                lines,
                state.getLong("held"),
                "Profiles are suspected or paused",
                "Nothing yet: Lanyard seeks proof, or waits as the provider asked",
                "LanyardRefreshesFailing");
        return lines;
    }

    private List<ConsoleCell> switchedOff() {
        String name = mode.name().toLowerCase(Locale.ROOT);
        return List.of(
                bad("Grants are not kept alive"),
                ConsoleCell.code("LANYARD_REFRESH=" + name),
                ConsoleCell.text("After a drill or a restore: set it to on, on every replica"),
                ConsoleCell.address("LanyardGrantsAgeing"),
                ConsoleCell.text(null));
    }

    private static void late(
            List<List<ConsoleCell>> lines,
            @Nullable OffsetDateTime since,
            String what,
            String advice,
            String alert,
            ConsoleCell more) {
        if (since != null) {
            ConsoleCell due = ConsoleCell.time(since);
            lines.add(
                    List.of(
                            bad(what),
                            new ConsoleCell(
                                    "due " + due.text(), null, ConsoleLook.PLAIN, due.title()),
                            ConsoleCell.text(advice),
                            ConsoleCell.address(alert),
                            more));
        }
    }

    private static void count(
            List<List<ConsoleCell>> lines, long count, String what, String advice, String alert) {
        if (count > 0) {
            lines.add(
                    List.of(
                            ConsoleCell.warning(what),
                            ConsoleCell.text(
                                    count == COUNTED
                                            ? COUNTED + " profiles or more"
                                            : count + (count == 1 ? " profile" : " profiles")),
                            ConsoleCell.text(advice),
                            ConsoleCell.address(alert),
                            ConsoleCell.link("the profiles", OperatorConsole.ROOT + "/profiles")));
        }
    }

    private static List<ConsoleCell> failing(Row row) {
        return List.of(
                bad("Refreshes fail at " + row.getString("provider")),
                ConsoleCell.text(
                        row.getLong("failed")
                                + " of "
                                + row.getLong("refreshes")
                                + " in this hour and the last"),
                ConsoleCell.text(
                        "Look at lanyard_refreshes_total by outcome: not_sent is our way out,"
                                + " refused_client a tenant's secret; else wait for the provider"),
                ConsoleCell.address("LanyardRefreshesFailing"),
                ConsoleCell.link("refresh health", OperatorConsole.ROOT + "/refreshes"));
    }

    private static ConsoleCell bad(String text) {
        return new ConsoleCell(text, null, ConsoleLook.BAD, null);
    }
}
