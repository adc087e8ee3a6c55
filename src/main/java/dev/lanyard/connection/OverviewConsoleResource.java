package dev.lanyard.connection;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.console.Console;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleChart;
import dev.lanyard.console.ConsoleChart.HourChart;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
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

    /** Of the newest ten thousand: a picture has no use for more, and a million take a second. */
    private static final String COUNT =
            """
            SELECT status, count(*) AS connections
            FROM (SELECT status FROM connection_shown WHERE tenant_id = $1
                  ORDER BY created_at DESC, id DESC LIMIT 10000) AS newest
            GROUP BY status
            """;

    private final CurrentCaller caller;
    private final Console console;
    private final ShownConnections shown;
    private final RefreshHours refreshes;
    private final Pool pool;

    OverviewConsoleResource(
            CurrentCaller caller,
            Console console,
            ShownConnections shown,
            RefreshHours refreshes,
            Pool pool) {
        this.caller = caller;
        this.console = console;
        this.shown = shown;
        this.refreshes = refreshes;
        this.pool = pool;
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> overview(@RestQuery @Nullable String done) {
        return counts().chain(counts -> counts.isEmpty() ? none() : filled(counts))
                .map(page -> page.saying(done))
                .chain(console::show);
    }

    private static Uni<ConsolePage> none() {
        return Uni.createFrom().item(first());
    }

    private Uni<ConsolePage> filled(Map<String, Long> counts) {
        return Uni.combine()
                .all()
                .unis(attention(counts), refreshes.of(caller.tenantId()))
                .usingConcurrencyOf(1)
                .asTuple()
                .map(found -> filled(counts, found.getItem1(), found.getItem2()));
    }

    private Uni<Map<String, Long>> counts() {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(caller.tenantId()))
                .map(
                        rows -> {
                            Map<String, Long> counts = new HashMap<>();
                            rows.forEach(
                                    row ->
                                            counts.put(
                                                    row.getString("status"),
                                                    row.getLong("connections")));
                            return counts;
                        });
    }

    /** The worst there is: dead ones before those that may mend themselves. */
    private Uni<Page<ConnectionView>> attention(Map<String, Long> counts) {
        String worst = counts.containsKey("reconnect_required") ? "reconnect_required" : "degraded";
        return shown.list(
                caller.tenantId(),
                new ConnectionFilter(null, null, worst, null, null),
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
        ConsoleBlock chart =
                ConsoleBlock.chart(
                        "Connections by status",
                        ConsoleChart.of(
                                "connections",
                                ConnectionFilter.STATUSES.stream()
                                        .map(
                                                status ->
                                                        new ConsoleChart.Count(
                                                                status,
                                                                counts.getOrDefault(status, 0L)))
                                        .toList()));
        ConsoleBlock first =
                attention.items().isEmpty()
                        ? ConsoleBlock.text(
                                "Needs attention", "Nothing. Every connection gives out tokens.")
                        : ConsoleBlock.table(
                                "Needs attention",
                                ConnectionConsolePages.table(attention, more(attention)));
        return new ConsolePage(
                "Overview", ConsoleSection.OVERVIEW, null, List.of(first, chart, day(refreshes)));
    }

    private static ConsoleBlock day(HourChart refreshes) {
        String heading = "Refreshes in the last 24 hours";
        return refreshes.most() == 0
                ? ConsoleBlock.text(
                        heading, "None. Tokens are refreshed when they are used, or grow old.")
                : ConsoleBlock.hours(heading, refreshes)
                        .introduced(
                                ("%d brought new tokens, %d did not. One that fails is tried again;"
                                                + " what needs attention stands above.")
                                        .formatted(refreshes.goodTotal(), refreshes.badTotal()));
    }

    private static @Nullable String more(Page<ConnectionView> attention) {
        return attention.nextCursor() == null
                ? null
                : "/console/connections?status=" + attention.items().get(0).status();
    }
}
