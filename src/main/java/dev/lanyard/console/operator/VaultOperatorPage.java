package dev.lanyard.console.operator;

import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleBlock.ConsoleFact;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import dev.lanyard.vault.KeysInUse;
import dev.lanyard.vault.VaultView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** The vault keys: ids and counts, no key material. */
@Singleton
class VaultOperatorPage implements OperatorPage {
    private final KeysInUse inUse;

    VaultOperatorPage(KeysInUse inUse) {
        this.inUse = inUse;
    }

    @Override
    public String path() {
        return OperatorConsole.ROOT + "/vault";
    }

    @Override
    public Uni<ConsolePage> show(OperatorPageRequest request) {
        return inUse.view().map(VaultOperatorPage::page);
    }

    private static ConsolePage page(VaultView view) {
        ConsoleTable table =
                new ConsoleTable(
                        List.of("Key", "Use", "Tenants' data keys that it wraps"),
                        view.keys().stream().map(VaultOperatorPage::cells).toList(),
                        "No key.",
                        null);
        return ConsolePage.of(
                "Vault keys",
                ConsoleSection.VAULT,
                ConsoleBlock.table(null, table)
                        .introduced(
                                "As this replica has them in LANYARD_VAULT_KEYS. One that wraps"
                                        + " nothing any more may be removed."),
                ConsoleBlock.facts(
                        "What you can do",
                        List.of(
                                new ConsoleFact(
                                        "Wrap all data keys again by the first key",
                                        ConsoleCell.code("POST /admin/v1/vault/rotate")))));
    }

    private static List<ConsoleCell> cells(VaultView.KeyView key) {
        return List.of(
                ConsoleCell.code(key.id()),
                ConsoleCell.text(key.primary() ? "seals and opens" : "opens"),
                ConsoleCell.number(key.sealed()));
    }
}
