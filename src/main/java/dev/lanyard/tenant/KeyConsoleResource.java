package dev.lanyard.tenant;

import dev.lanyard.api.PageRequest;
import dev.lanyard.console.Console;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleLinks;
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

/** A tenant's API keys in the console, looked at: the operator makes and revokes them. */
@Path("/console/keys")
@RequiresScope(Scope.MANAGE)
class KeyConsoleResource {
    private static final String ROOT = "/console/keys";

    private final CurrentCaller caller;
    private final Console console;
    private final ApiKeys keys;

    KeyConsoleResource(CurrentCaller caller, Console console, ApiKeys keys) {
        this.caller = caller;
        this.console = console;
        this.keys = keys;
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> list(@RestQuery @Nullable String cursor) {
        return keys.list(caller.tenantId(), PageRequest.of(null, cursor))
                .map(
                        page ->
                                new ConsoleTable(
                                        List.of(
                                                "Key",
                                                "Name",
                                                "Scopes",
                                                "Made",
                                                "Last used",
                                                "Ends"),
                                        page.items().stream().map(KeyConsoleResource::row).toList(),
                                        "No key.",
                                        ConsoleLinks.of(ROOT).after(page.nextCursor())))
                .map(
                        table ->
                                ConsolePage.of(
                                        "API keys",
                                        ConsoleSection.KEYS,
                                        ConsoleBlock.table(null, table)
                                                .introduced(
                                                        "Whoever runs Lanyard makes and revokes"
                                                                + " keys. A key is shown when it is"
                                                                + " made, and never again. When"
                                                                + " it was last used is known to"
                                                                + " half a minute.")))
                .chain(console::show);
    }

    private static List<ConsoleCell> row(ApiKey key) {
        return List.of(
                ConsoleCell.code(key.id()),
                ConsoleCell.text(key.name()),
                ConsoleCell.codes(key.scopes()),
                ConsoleCell.time(key.createdAt()),
                lastUse(key),
                ConsoleCell.time(key.expiresAt()));
    }

    private static ConsoleCell lastUse(ApiKey key) {
        return key.lastUsedAt() == null
                ? ConsoleCell.text("not yet")
                : ConsoleCell.time(key.lastUsedAt());
    }
}
