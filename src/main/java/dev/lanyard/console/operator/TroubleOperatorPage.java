package dev.lanyard.console.operator;

import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleLinks;
import dev.lanyard.console.ConsoleLook;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The profiles that do not work as they should, whosever they are, by tenant and id. */
@Singleton
class TroubleOperatorPage implements OperatorPage {
    private static final String PATH = OperatorConsole.ROOT + "/profiles";
    private static final int SHOWN = 50;

    /** Of a profile: as the index connector_profile_in_trouble has it. */
    static final String IN_TROUBLE = "(status = 'disabled' OR credentials_status = 'rejected')";

    /** Of a profile's pace: suspected, or paused after a 429. */
    static final String HELD = "(paused_until > now() OR cool_down_until > now())";

    /** By the index of profiles in trouble; paces by their key, of which few are held. */
    private static final String SELECT =
            """
            SELECT p.tenant_id, p.id, p.name, p.provider, p.status, p.credentials_status,
                   p.credentials_detail, t.name AS tenant,
                   CASE WHEN s.paused_until > now() THEN s.paused_until END AS paused_until,
                   CASE WHEN s.cool_down_until > now() THEN s.cool_down_until END AS suspected_until
            FROM (
                (SELECT tenant_id, id FROM connector_profile
                 WHERE %s AND (tenant_id, id) > ($1, $2)
                 ORDER BY tenant_id, id LIMIT $3)
                UNION
                (SELECT tenant_id, profile_id FROM profile_pace
                 WHERE %s AND (tenant_id, profile_id) > ($1, $2)
                 ORDER BY tenant_id, profile_id LIMIT $3)
                ORDER BY 1, 2 LIMIT $3
            ) AS found
            JOIN connector_profile p ON p.tenant_id = found.tenant_id AND p.id = found.id
            JOIN tenant t ON t.tenant_id = p.tenant_id
            LEFT JOIN profile_pace s ON s.tenant_id = p.tenant_id AND s.profile_id = p.id
            ORDER BY p.tenant_id, p.id
            """
                    .formatted(IN_TROUBLE, HELD);

    private final Pool pool;

    TroubleOperatorPage(Pool pool) {
        this.pool = pool;
    }

    /** The last profile already seen. */
    private record SeenProfile(String tenantId, String id) {
        static SeenProfile of(@Nullable String cursor) {
            if (cursor == null) {
                return new SeenProfile("", "");
            }
            String[] parts = cursor.split("\\.", 2);
            if (parts.length < 2 || !Ids.isWellFormed(parts[0]) || !Ids.isWellFormed(parts[1])) {
                throw ProblemException.invalid(
                        "cursor", "is not a cursor of this list; start again without one");
            }
            return new SeenProfile(parts[0], parts[1]);
        }

        static String cursor(Row row) {
            return row.getString("tenant_id") + "." + row.getString("id");
        }
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public Uni<ConsolePage> show(OperatorPageRequest request) {
        return Uni.createFrom()
                .item(() -> SeenProfile.of(request.cursor()))
                .chain(
                        seen ->
                                pool.preparedQuery(SELECT)
                                        .execute(Tuple.of(seen.tenantId(), seen.id(), SHOWN + 1)))
                .map(TroubleOperatorPage::page);
    }

    private static ConsolePage page(RowSet<Row> rows) {
        List<Row> all = rows.stream().toList();
        List<Row> shown = all.subList(0, Math.min(SHOWN, all.size()));
        String next = all.size() > SHOWN ? SeenProfile.cursor(shown.get(SHOWN - 1)) : null;
        ConsoleTable table =
                new ConsoleTable(
                        List.of("Tenant", "Profile", "Name", "Provider", "Trouble", "Ends", "Said"),
                        shown.stream().map(TroubleOperatorPage::cells).toList(),
                        "None: every profile is in use, and its key and secret are not refused.",
                        ConsoleLinks.of(PATH).after(next));
        return ConsolePage.of(
                "Profiles in trouble",
                ConsoleSection.TROUBLE,
                ConsoleBlock.table(null, table)
                        .introduced(
                                "Rejected: the tenant must store a new secret. Suspected: the"
                                        + " provider refused the client, and Lanyard seeks proof."
                                        + " Paused: the provider said 429. Disabled: the tenant"
                                        + " switched it off."));
    }

    private static List<ConsoleCell> cells(Row row) {
        OffsetDateTime paused = row.getOffsetDateTime("paused_until");
        OffsetDateTime suspected = row.getOffsetDateTime("suspected_until");
        return List.of(
                ConsoleCell.link(
                        row.getString("tenant"),
                        TenantOperatorPage.ROOT + "/" + row.getString("tenant_id")),
                ConsoleCell.code(row.getString("id")),
                ConsoleCell.text(row.getString("name")),
                ConsoleCell.text(row.getString("provider")),
                trouble(row, paused != null, suspected != null),
                ConsoleCell.time(paused == null ? suspected : paused),
                ConsoleCell.text(row.getString("credentials_detail")));
    }

    private static ConsoleCell trouble(Row row, boolean paused, boolean suspected) {
        List<String> all = new ArrayList<>();
        boolean rejected = row.getString("credentials_status").equals("rejected");
        add(all, "rejected", rejected);
        add(all, "suspected", suspected);
        add(all, "paused", paused);
        add(all, "disabled", row.getString("status").equals("disabled"));
        return new ConsoleCell(
                String.join(", ", all),
                null,
                rejected ? ConsoleLook.BAD : ConsoleLook.WARNING,
                null);
    }

    private static void add(List<String> all, String what, boolean is) {
        if (is) {
            all.add(what);
        }
    }
}
