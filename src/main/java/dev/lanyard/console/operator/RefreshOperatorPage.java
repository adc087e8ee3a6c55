package dev.lanyard.console.operator;

import dev.lanyard.connection.ConnectionCounts;
import dev.lanyard.connection.RefreshHours;
import dev.lanyard.connection.background.RefreshBacklog;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleBlock.ConsoleFact;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.util.List;

/** How refreshes fare, by provider, and what is late. */
@Singleton
class RefreshOperatorPage implements OperatorPage {
    private static final String BY_PROVIDER =
            """
            SELECT provider, sum(succeeded)::bigint AS succeeded, sum(failed)::bigint AS failed,
                   coalesce(sum(succeeded) FILTER (WHERE hour > now() - interval '2 hours'), 0)::bigint
                       AS lately_succeeded,
                   coalesce(sum(failed) FILTER (WHERE hour > now() - interval '2 hours'), 0)::bigint
                       AS lately_failed
            FROM refresh_hour WHERE hour > now() - interval '24 hours'
            GROUP BY provider ORDER BY provider
            """;

    private static final String LATE =
            "SELECT count(*) AS late, min(due_at) AS since FROM " + RefreshBacklog.LATE;

    private final Pool pool;
    private final RefreshHours refreshes;
    private final ConnectionCounts counts;

    RefreshOperatorPage(Pool pool, RefreshHours refreshes, ConnectionCounts counts) {
        this.pool = pool;
        this.refreshes = refreshes;
        this.counts = counts;
    }

    @Override
    public String path() {
        return OperatorConsole.ROOT + "/refreshes";
    }

    @Override
    public Uni<ConsolePage> show(OperatorPageRequest request) {
        return pool.query(BY_PROVIDER)
                .execute()
                .map(
                        rows ->
                                ConsolePage.of(
                                        "Refresh health",
                                        ConsoleSection.REFRESHES,
                                        providers(rows)))
                .chain(page -> pool.query(LATE).execute().map(rows -> page.with(late(rows))))
                .chain(
                        page ->
                                refreshes
                                        .ofAllTenants()
                                        .map(day -> page.with(RefreshHours.block(day))))
                .map(page -> page.with(connections()));
    }

    private static ConsoleBlock providers(RowSet<Row> rows) {
        return ConsoleBlock.table(
                "By provider",
                new ConsoleTable(
                        List.of(
                                "Provider",
                                "Refreshed, 24 h",
                                "Failed, 24 h",
                                "Failed",
                                "Refreshed, last 2 h",
                                "Failed, last 2 h"),
                        rows.stream().map(RefreshOperatorPage::cells).toList(),
                        "No refresh in the last 24 hours.",
                        null));
    }

    /** The last two hours: this one and the one before. */
    private static List<ConsoleCell> cells(Row row) {
        long succeeded = row.getLong("succeeded");
        long failed = row.getLong("failed");
        return List.of(
                ConsoleCell.text(row.getString("provider")),
                ConsoleCell.number(succeeded),
                ConsoleCell.number(failed),
                ConsoleCell.text(share(failed, succeeded + failed)),
                ConsoleCell.number(row.getLong("lately_succeeded")),
                ConsoleCell.number(row.getLong("lately_failed")));
    }

    /** In percent, and never none where there are some. */
    private static String share(long part, long all) {
        long percent = all == 0 ? 0 : part * 100 / all;
        return part > 0 && percent == 0 ? "< 1 %" : percent + " %";
    }

    private static ConsoleBlock late(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        long late = row.getLong("late");
        return ConsoleBlock.facts(
                "Late",
                List.of(
                        new ConsoleFact(
                                "Due and not begun",
                                ConsoleCell.text(
                                        late == RefreshBacklog.MOST
                                                ? late + " or more"
                                                : "" + late)),
                        new ConsoleFact(
                                "The most overdue was due",
                                ConsoleCell.time(row.getOffsetDateTime("since")))));
    }

    private ConsoleBlock connections() {
        return ConsoleBlock.table(
                        "Connections by provider",
                        new ConsoleTable(
                                List.of("Provider", "Status", "Connections"),
                                counts.latest().stream().map(RefreshOperatorPage::cells).toList(),
                                "Not counted yet.",
                                null))
                .introduced("As this replica counts them every five minutes.");
    }

    private static List<ConsoleCell> cells(ConnectionCounts.CountedStatus counted) {
        return List.of(
                ConsoleCell.text(counted.provider()),
                ConsoleCell.status(counted.status()),
                ConsoleCell.number(counted.connections()));
    }
}
