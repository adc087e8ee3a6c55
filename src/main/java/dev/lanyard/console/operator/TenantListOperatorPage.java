package dev.lanyard.console.operator;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.connection.ConnectionCounts;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleLinks;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;

/** The first page: what needs attention, then the tenants, newest first, with their counts. */
@Singleton
class TenantListOperatorPage implements OperatorPage {
    /** Each costs a look at its newest connections. */
    private static final String SHOWN = "20";

    private static final int COUNTED = 1_000;
    private static final String SELECT =
            """
            SELECT t.tenant_id AS id, t.name, t.created_at,
                   (SELECT count(*) FROM (
                       SELECT 1 FROM connector_profile p WHERE p.tenant_id = t.tenant_id LIMIT %1$d
                   ) AS profiles) AS profiles,
                   newest.active, newest.degraded, newest.dead, newest.counted
            FROM (SELECT tenant_id, name, created_at FROM tenant
                  WHERE (created_at, tenant_id) < ($1, $2)
                  ORDER BY created_at DESC, tenant_id DESC LIMIT $3) AS t
            CROSS JOIN LATERAL (
                SELECT count(*) AS counted,
                       count(*) FILTER (WHERE status = 'active') AS active,
                       count(*) FILTER (WHERE status = 'degraded') AS degraded,
                       count(*) FILTER (WHERE status = 'reconnect_required') AS dead
                FROM (SELECT %2$s
                      FROM (SELECT tenant_id, connector_profile_id, health, disabled,
                                   awaiting_confirmation
                            FROM connection WHERE tenant_id = t.tenant_id
                            ORDER BY created_at DESC, id DESC LIMIT %1$d) AS c
                      JOIN connector_profile p ON p.tenant_id = c.tenant_id
                          AND p.id = c.connector_profile_id) AS shown) AS newest
            ORDER BY t.created_at DESC, t.tenant_id DESC
            """
                    .formatted(COUNTED, ConnectionCounts.STATUS.formatted("p.credentials_status"));

    private final Pool pool;
    private final OperatorAttention attention;

    TenantListOperatorPage(Pool pool, OperatorAttention attention) {
        this.pool = pool;
        this.attention = attention;
    }

    /** A tenant with its counts, each of the newest so many. */
    private record CountedTenant(
            String id,
            String name,
            OffsetDateTime createdAt,
            long profiles,
            long active,
            long degraded,
            long dead,
            long counted) {
        static CountedTenant of(Row row) {
            return new CountedTenant(
                    row.getString("id"),
                    row.getString("name"),
                    row.getOffsetDateTime("created_at"),
                    row.getLong("profiles"),
                    row.getLong("active"),
                    row.getLong("degraded"),
                    row.getLong("dead"),
                    row.getLong("counted"));
        }

        PageRequest.Position position() {
            return new PageRequest.Position(createdAt, id);
        }

        List<ConsoleCell> cells() {
            return List.of(
                    ConsoleCell.link(name, TenantOperatorPage.ROOT + "/" + id),
                    ConsoleCell.code(id),
                    ConsoleCell.time(createdAt),
                    ConsoleCell.number(profiles),
                    ConsoleCell.text(counted == COUNTED ? COUNTED + " or more" : "" + counted),
                    ConsoleCell.number(active),
                    ConsoleCell.number(degraded),
                    ConsoleCell.number(dead));
        }
    }

    @Override
    public String path() {
        return OperatorConsole.ROOT;
    }

    @Override
    public Uni<ConsolePage> show(OperatorPageRequest request) {
        PageRequest part = PageRequest.of(SHOWN, request.cursor());
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(part.after().createdAt(), part.after().id(), part.limit() + 1))
                .map(rows -> Page.of(rows, CountedTenant::of, part, CountedTenant::position))
                .map(TenantListOperatorPage::tenants)
                .chain(tenants -> request.cursor() == null ? first(tenants) : more(tenants));
    }

    private Uni<ConsolePage> first(ConsoleBlock tenants) {
        return attention
                .block()
                .map(urgent -> ConsolePage.of("Overview", ConsoleSection.TENANTS, urgent, tenants));
    }

    private static Uni<ConsolePage> more(ConsoleBlock tenants) {
        return Uni.createFrom()
                .item(ConsolePage.of("More tenants", ConsoleSection.TENANTS, tenants));
    }

    private static ConsoleBlock tenants(Page<CountedTenant> page) {
        ConsoleTable table =
                new ConsoleTable(
                        List.of(
                                "Tenant",
                                "Id",
                                "Made",
                                "Profiles",
                                "Connections",
                                "Active",
                                "Degraded",
                                "Reconnect required"),
                        page.items().stream().map(CountedTenant::cells).toList(),
                        "No tenant yet. POST /admin/v1/tenants makes one; docs/api.md tells how.",
                        ConsoleLinks.of(OperatorConsole.ROOT).after(page.nextCursor()));
        return ConsoleBlock.table("Tenants", table)
                .introduced("Of each tenant's connections the newest " + COUNTED + " are counted.");
    }
}
