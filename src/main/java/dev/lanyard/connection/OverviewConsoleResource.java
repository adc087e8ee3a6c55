package dev.lanyard.connection;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.console.Console;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleChart.HourChart;
import dev.lanyard.console.ConsoleLook;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import dev.lanyard.notify.WebhookView;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The console's first page: what needs attention, then how all the rest is. */
@Path("/console")
@RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
class OverviewConsoleResource {
    private static final int SHOWN = 10;

    /**
     * Profiles that nobody can connect by, and webhooks whose events wait for another attempt, or
     * that their target had switched off; not those that the tenant switched off. What was tried is
     * due after what was not, so that the newest due of a long queue tell.
     */
    private static final String BROKEN =
            """
            (SELECT 'Profile' AS kind, id, name AS named, credentials_detail AS said, false AS gone
             FROM connector_profile
             WHERE tenant_id = $1 AND status = 'active' AND credentials_status = 'rejected'
             ORDER BY id LIMIT 10)
            UNION ALL
            (SELECT 'Webhook', w.id, w.url, tried.error, w.status = 'disabled'
             FROM webhook w CROSS JOIN LATERAL (
                 SELECT newest.error
                 FROM (SELECT d.error, d.response_status FROM webhook_delivery d
                       WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id
                         AND d.status = 'pending'
                       ORDER BY d.due_at DESC LIMIT 1000) AS newest
                 WHERE newest.error IS NOT NULL
                   AND (w.status = 'active' OR newest.response_status = 410) LIMIT 1) AS tried
             WHERE w.tenant_id = $1 AND $2 ORDER BY w.id LIMIT 10)
            """;

    private final Pool pool;
    private final CurrentCaller caller;
    private final Console console;
    private final ShownConnections shown;
    private final StatusCounts statuses;
    private final RefreshHours refreshes;

    OverviewConsoleResource(
            Pool pool,
            CurrentCaller caller,
            Console console,
            ShownConnections shown,
            StatusCounts statuses,
            RefreshHours refreshes) {
        this.pool = pool;
        this.caller = caller;
        this.console = console;
        this.shown = shown;
        this.statuses = statuses;
        this.refreshes = refreshes;
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> overview(@RestQuery @Nullable String done) {
        return statuses.of(caller.tenantId())
                .chain(counts -> counts.isEmpty() ? none() : filled(counts))
                .chain(this::ledByBroken)
                .map(page -> page.saying(done))
                .chain(console::show);
    }

    /** Webhooks are for keys that may manage them. */
    private Uni<ConsolePage> ledByBroken(ConsolePage page) {
        boolean webhooks = caller.get().scopes().contains(Scope.MANAGE);
        return pool.preparedQuery(BROKEN)
                .execute(Tuple.of(caller.tenantId(), webhooks))
                .map(rows -> rows.rowCount() == 0 ? page : page.ledBy(broken(rows)));
    }

    private static ConsoleBlock broken(RowSet<Row> rows) {
        return ConsoleBlock.table(
                "Does not work as it should",
                new ConsoleTable(
                        List.of("What", "Which", "Why"),
                        rows.stream().map(OverviewConsoleResource::cells).toList(),
                        "Nothing.",
                        null));
    }

    private static List<ConsoleCell> cells(Row row) {
        return row.getString("kind").equals("Profile") ? profile(row) : webhook(row);
    }

    private static List<ConsoleCell> profile(Row row) {
        return List.of(
                new ConsoleCell("Profile", null, ConsoleLook.BAD, null),
                ConsoleCell.link(
                        row.getString("named"), "/console/profiles/" + row.getString("id")),
                ConsoleCell.text(row.getString("said")));
    }

    private static List<ConsoleCell> webhook(Row row) {
        String id = row.getString("id");
        String what =
                row.getBoolean("gone") ? "It was switched off" : "Events wait for another attempt";
        return List.of(
                ConsoleCell.warning("Webhook"),
                ConsoleCell.link(
                        WebhookView.host(row.getString("named"), id), "/console/webhooks/" + id),
                ConsoleCell.text(what + ": " + row.getString("said")));
    }

    private static Uni<ConsolePage> none() {
        return Uni.createFrom().item(first());
    }

    private Uni<ConsolePage> filled(Map<String, Long> counts) {
        return Uni.combine()
                .all()
                .unis(attention(), refreshes.of(caller.tenantId()))
                .usingConcurrencyOf(1)
                .asTuple()
                .map(found -> filled(counts, found.getItem1(), found.getItem2()));
    }

    /** The worst there is: dead ones before those that may mend themselves. */
    private Uni<Page<ConnectionView>> attention() {
        return newest("reconnect_required")
                .chain(
                        dead ->
                                dead.items().isEmpty()
                                        ? newest("degraded")
                                        : Uni.createFrom().item(dead));
    }

    private Uni<Page<ConnectionView>> newest(String status) {
        return shown.list(
                caller.tenantId(),
                new ConnectionFilter(null, null, status, null, null),
                PageRequest.of(Integer.toString(SHOWN), null));
    }

    private static ConsolePage first() {
        return ConsolePage.of(
                "Overview",
                ConsoleSection.OVERVIEW,
                ConsoleBlock.text(
                        "Three steps to the first connection",
                        "1. Store your OAuth client under Profiles. 2. Make a connect link and open"
                                + " it. 3. Read the access token: GET"
                                + " /v1/connections/{id}/token."));
    }

    private static ConsolePage filled(
            Map<String, Long> counts, Page<ConnectionView> attention, HourChart refreshes) {
        ConsoleBlock chart = statuses(counts);
        ConsoleBlock first =
                attention.items().isEmpty()
                        ? ConsoleBlock.text(
                                "Needs attention", "Nothing. Every connection gives out tokens.")
                        : ConsoleBlock.table(
                                "Needs attention",
                                ConnectionConsolePages.table(attention, more(attention)));
        return new ConsolePage(
                "Overview",
                ConsoleSection.OVERVIEW,
                null,
                List.of(first, chart, RefreshHours.block(refreshes)));
    }

    /** The picture; it says so where it is not of all. */
    private static ConsoleBlock statuses(Map<String, Long> counts) {
        ConsoleBlock chart =
                ConsoleBlock.chart("Connections by status", StatusCounts.chart(counts));
        long counted = counts.values().stream().mapToLong(Long::longValue).sum();
        return counted < StatusCounts.MOST
                ? chart
                : chart.introduced("Of the %,d newest connections.".formatted(counted));
    }

    private static @Nullable String more(Page<ConnectionView> attention) {
        return attention.nextCursor() == null
                ? null
                : "/console/connections?status=" + attention.items().get(0).status();
    }
}
