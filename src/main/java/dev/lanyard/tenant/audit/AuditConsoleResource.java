package dev.lanyard.tenant.audit;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.console.Console;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleField;
import dev.lanyard.console.ConsoleForm;
import dev.lanyard.console.ConsoleLinks;
import dev.lanyard.console.ConsoleLook;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A tenant's audit log in the console. */
@Path("/console/audit")
@RequiresScope(Scope.MANAGE)
class AuditConsoleResource {
    private static final String ROOT = "/console/audit";

    private final CurrentCaller caller;
    private final Console console;
    private final LoggedEntries entries;

    AuditConsoleResource(CurrentCaller caller, Console console, LoggedEntries entries) {
        this.caller = caller;
        this.console = console;
        this.entries = entries;
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> list(
            @RestQuery @Nullable String object,
            @RestQuery @Nullable String action,
            @RestQuery @Nullable String cursor) {
        AuditFilter filter = new AuditFilter(orNull(action), null, orNull(object));
        return entries.list(caller.tenantId(), filter, PageRequest.of(null, cursor))
                .map(page -> page(filter, page))
                .chain(console::show);
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static ConsolePage page(AuditFilter filter, Page<AuditEntryView> page) {
        ConsoleForm form =
                ConsoleForm.filter(
                        ROOT,
                        ConsoleField.text("object", "Object id", filter.objectId()),
                        ConsoleField.text("action", "Action", filter.action()));
        ConsoleTable table =
                new ConsoleTable(
                        List.of("When", "Who", "Action", "Object", "Outcome", "From", "Times"),
                        page.items().stream().map(AuditConsoleResource::row).toList(),
                        "Nobody did anything of the kind.",
                        ConsoleLinks.of(ROOT)
                                .with("object", filter.objectId())
                                .with("action", filter.action())
                                .after(page.nextCursor()));
        return ConsolePage.of(
                "Audit log",
                ConsoleSection.AUDIT,
                ConsoleBlock.forms(null, List.of(form)),
                ConsoleBlock.table(null, table));
    }

    private static List<ConsoleCell> row(AuditEntryView entry) {
        return List.of(
                ConsoleCell.time(entry.at()),
                ConsoleCell.text(
                        entry.actor().id() == null
                                ? entry.actor().type()
                                : entry.actor().type() + " " + entry.actor().id()),
                ConsoleCell.text(entry.action()),
                ConsoleCell.code(entry.object().id()),
                ConsoleCell.state(entry.outcome(), ConsoleLook.of(entry.outcome())),
                ConsoleCell.text(entry.address()),
                ConsoleCell.number(entry.count()));
    }
}
