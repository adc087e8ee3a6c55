package dev.lanyard.console.operator;

import dev.lanyard.connection.RefreshHours;
import dev.lanyard.connection.StatusCounts;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleBlock.ConsoleFact;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One tenant: its connections, refreshes, profiles and API keys, and what the operator can do. */
@Singleton
class TenantOperatorPage implements OperatorPage {
    static final String ROOT = OperatorConsole.ROOT + "/tenants";
    private static final String TENANT =
            "SELECT tenant_id, name, created_at FROM tenant WHERE tenant_id = $1";
    private static final String PROFILES =
            """
            SELECT id, name, provider, status, credentials_status FROM connector_profile
            WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT 50
            """;
    private static final String KEYS =
            """
            SELECT id, name, scopes, created_at, last_used_at, expires_at FROM api_key
            WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT 50
            """;

    private final Pool pool;
    private final StatusCounts statuses;
    private final RefreshHours refreshes;

    TenantOperatorPage(Pool pool, StatusCounts statuses, RefreshHours refreshes) {
        this.pool = pool;
        this.statuses = statuses;
        this.refreshes = refreshes;
    }

    @Override
    public String path() {
        return ROOT + "/:id";
    }

    @Override
    public Uni<ConsolePage> show(OperatorPageRequest request) {
        String id = request.id();
        return rows(TENANT, id)
                .map(TenantOperatorPage::head)
                .chain(page -> statuses.of(id).map(counts -> page.with(connections(counts))))
                .chain(page -> refreshes.of(id).map(day -> page.with(RefreshHours.block(day))))
                .chain(page -> rows(PROFILES, id).map(rows -> page.with(profiles(rows))))
                .chain(page -> rows(KEYS, id).map(rows -> page.with(keys(rows))))
                .map(page -> page.with(commands(id)));
    }

    private Uni<RowSet<Row>> rows(String statement, String tenantId) {
        return pool.preparedQuery(statement).execute(Tuple.of(tenantId));
    }

    private static ConsolePage head(RowSet<Row> rows) {
        if (rows.rowCount() == 0) {
            throw ProblemException.notFound();
        }
        Row tenant = rows.iterator().next();
        return ConsolePage.of(
                tenant.getString("name"),
                ConsoleSection.TENANTS,
                ConsoleBlock.facts(
                        null,
                        List.of(
                                new ConsoleFact(
                                        "Tenant id",
                                        ConsoleCell.code(tenant.getString("tenant_id"))),
                                new ConsoleFact(
                                        "Made",
                                        ConsoleCell.time(
                                                tenant.getOffsetDateTime("created_at"))))));
    }

    private static ConsoleBlock connections(Map<String, Long> counts) {
        return ConsoleBlock.chart("Connections by status", StatusCounts.chart(counts))
                .introduced("Of the newest 10,000.");
    }

    private static ConsoleBlock profiles(RowSet<Row> rows) {
        return table(
                "Profiles",
                List.of("Profile", "Name", "Provider", "Key and secret", "Switch"),
                rows,
                row ->
                        List.of(
                                ConsoleCell.code(row.getString("id")),
                                ConsoleCell.text(row.getString("name")),
                                ConsoleCell.text(row.getString("provider")),
                                ConsoleCell.status(row.getString("credentials_status")),
                                ConsoleCell.status(row.getString("status"))),
                "None. The tenant makes them, at /console of the public port or by the API.");
    }

    private static ConsoleBlock keys(RowSet<Row> rows) {
        return table(
                "API keys",
                List.of("Key", "Name", "Scopes", "Made", "Last used", "Ends"),
                rows,
                row ->
                        List.of(
                                ConsoleCell.code(row.getString("id")),
                                ConsoleCell.text(row.getString("name")),
                                ConsoleCell.codes(List.of(row.getArrayOfStrings("scopes"))),
                                ConsoleCell.time(row.getOffsetDateTime("created_at")),
                                ConsoleCell.time(row.getOffsetDateTime("last_used_at")),
                                ConsoleCell.time(row.getOffsetDateTime("expires_at"))),
                "None: nobody can call for this tenant yet.");
    }

    private static ConsoleBlock table(
            String heading,
            List<String> headings,
            RowSet<Row> rows,
            Function<Row, List<ConsoleCell>> cells,
            String empty) {
        return ConsoleBlock.table(
                heading,
                new ConsoleTable(headings, rows.stream().map(cells).toList(), empty, null));
    }

    private static ConsoleBlock commands(String id) {
        String path = "/admin/v1/tenants/" + id;
        return ConsoleBlock.facts(
                        "What you can do",
                        List.of(
                                call("Make a key", "POST " + path + "/api-keys"),
                                call("Revoke a key", "DELETE " + path + "/api-keys/{key_id}"),
                                call("Rename", "PATCH " + path),
                                call(
                                        "Check the audit log",
                                        "GET " + path + "/audit-log/verification"),
                                call("Erase the tenant and all it owns", "DELETE " + path)))
                .introduced(
                        "With the admin token, at the service's port: docs/openapi of this port"
                                + " describes the calls.");
    }

    private static ConsoleFact call(String name, String call) {
        return new ConsoleFact(name, ConsoleCell.address(call));
    }
}
