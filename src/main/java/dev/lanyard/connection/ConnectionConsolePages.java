package dev.lanyard.connection;

import dev.lanyard.api.Page;
import dev.lanyard.connection.RefreshHistories.RefreshHistory;
import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleBlock.ConsoleFact;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleField;
import dev.lanyard.console.ConsoleForm;
import dev.lanyard.console.ConsoleLinks;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Connections as the console lays them out. */
final class ConnectionConsolePages {
    private static final String ROOT = "/console/connections";
    private static final List<String> HEADINGS =
            List.of(
                    "Connection",
                    "End user",
                    "Account",
                    "Provider",
                    "Status",
                    "Since",
                    "Last used");

    private ConnectionConsolePages() {}

    static ConsolePage list(ConnectionSearch search, Page<ConnectionView> page) {
        ConsoleForm filter =
                ConsoleForm.filter(
                        ROOT,
                        ConsoleField.text(
                                "find", "End user, account or connection id", search.find()),
                        ConsoleField.choiceOrAll(
                                "status", "Status", ConnectionFilter.STATUSES, search.status()),
                        ConsoleField.text("profile", "Profile id", search.profileId()));
        return ConsolePage.of(
                "Connections",
                ConsoleSection.CONNECTIONS,
                ConsoleBlock.forms(null, List.of(filter)),
                ConsoleBlock.table(null, table(page, next(search, page.nextCursor()))));
    }

    private static @Nullable String next(ConnectionSearch search, @Nullable String cursor) {
        return ConsoleLinks.of(ROOT)
                .with("find", search.find())
                .with("status", search.status())
                .with("profile", search.profileId())
                .after(cursor);
    }

    static ConsoleTable table(Page<ConnectionView> page, @Nullable String next) {
        return new ConsoleTable(
                HEADINGS,
                page.items().stream().map(ConnectionConsolePages::row).toList(),
                "No connection here. Make a connect link, open it in a browser, and the account"
                        + " appears.",
                next);
    }

    private static List<ConsoleCell> row(ConnectionView view) {
        return List.of(
                ConsoleCell.link(view.id(), ROOT + "/" + view.id()),
                endUser(view.endUser()),
                account(view),
                ConsoleCell.text(view.provider()),
                status(view),
                ConsoleCell.time(
                        view.statusReason() == null
                                ? view.createdAt()
                                : view.statusReason().since()),
                ConsoleCell.time(view.lastUsedAt()));
    }

    /** It gives out tokens, but they may do less than the profile asks for. */
    private static ConsoleCell status(ConnectionView view) {
        return view.status().equals("active") && !view.permissions().missing().isEmpty()
                ? ConsoleCell.warning("active, permission missing")
                : ConsoleCell.status(view.status());
    }

    private static ConsoleCell endUser(@Nullable EndUser user) {
        return user == null
                ? ConsoleCell.text(null)
                : ConsoleCell.text(user.name() == null ? user.id() : user.name());
    }

    private static ConsoleCell account(ConnectionView view) {
        return Stream.of(view.account().name(), view.account().username(), view.account().id())
                .filter(name -> name != null && !name.isEmpty())
                .findFirst()
                .map(ConsoleCell::text)
                .orElseGet(() -> ConsoleCell.text(null));
    }

    static ConsolePage one(ConnectionView view, RefreshHistory history) {
        return ConsolePage.of(
                        view.provider() + " connection of " + endUser(view.endUser()).text(),
                        ConsoleSection.CONNECTIONS,
                        ConsoleBlock.facts("Now", state(view, history)),
                        ConsoleBlock.forms("What you can do", actions(view)),
                        ConsoleBlock.facts("Account and end user", people(view)),
                        permissions(view),
                        ConsoleBlock.table("Last refreshes", presentations(history)))
                .with(ConsoleBlock.facts("Elsewhere", elsewhere(view)));
    }

    private static List<ConsoleFact> state(ConnectionView view, RefreshHistory history) {
        List<ConsoleFact> facts = new ArrayList<>();
        facts.add(fact("Status", status(view)));
        ConnectionView.StatusReason reason = view.statusReason();
        if (reason != null) {
            facts.add(fact("Why", ConsoleCell.code(reason.code())));
            facts.add(fact("What happened", ConsoleCell.text(reason.detail())));
            facts.add(fact("Since", ConsoleCell.time(reason.since())));
            facts.add(fact("What to do", ConsoleCell.text(StatusAdvice.of(reason.code()))));
        }
        facts.add(fact("Access token ends", ConsoleCell.time(view.accessTokenExpiresAt())));
        facts.add(fact("Last refreshed", ConsoleCell.time(view.lastRefreshedAt())));
        facts.add(fact("Next refresh", ConsoleCell.time(history.nextAt())));
        facts.add(fact("Grant ends", ConsoleCell.time(view.grantExpiresAt())));
        facts.add(fact("Last used", ConsoleCell.time(view.lastUsedAt())));
        return facts;
    }

    private static List<ConsoleForm> actions(ConnectionView view) {
        String path = ROOT + "/" + view.id();
        List<ConsoleForm> forms = new ArrayList<>();
        if (view.status().equals("reconnect_required") && view.endUser() != null) {
            forms.add(
                    ConsoleForm.leading(
                            "/console/sessions/new",
                            "Make a link that brings it back",
                            ConsoleField.hidden("connection", view.id()),
                            ConsoleField.hidden("profile", view.connectorProfileId()),
                            ConsoleField.hidden("user", view.endUser().id())));
        }
        forms.add(ConsoleForm.button(path + "/refresh", "Refresh now"));
        forms.add(
                view.status().equals("disabled")
                        ? ConsoleForm.button(path + "/enable", "Give out tokens again")
                        : ConsoleForm.button(path + "/disable", "Give out nothing for now"));
        forms.add(
                ConsoleForm.danger(
                        path + "/delete",
                        "Disconnect",
                        "The tokens are erased and revoked at the provider. To connect again, the"
                                + " end user must consent again."));
        return forms;
    }

    private static List<ConsoleFact> people(ConnectionView view) {
        ConnectionView.AccountView account = view.account();
        EndUser user = view.endUser();
        return List.of(
                fact("Account", ConsoleCell.text(account.name())),
                fact("Username", ConsoleCell.text(account.username())),
                fact("E-mail", ConsoleCell.text(account.email())),
                fact("Account id", ConsoleCell.code(account.id())),
                fact("End user", ConsoleCell.text(user == null ? null : user.name())),
                fact("End user id", ConsoleCell.code(user == null ? null : user.id())),
                fact("Connected", ConsoleCell.time(view.createdAt())));
    }

    private static ConsoleBlock permissions(ConnectionView view) {
        ConnectionView.PermissionsView permissions = view.permissions();
        ConsoleBlock block =
                ConsoleBlock.facts(
                        "Permissions",
                        List.of(
                                fact("Required", ConsoleCell.codes(permissions.required())),
                                fact(
                                        "Granted",
                                        permissions.granted() == null
                                                ? ConsoleCell.text("the provider did not say")
                                                : ConsoleCell.codes(permissions.granted())),
                                fact("Missing", ConsoleCell.codes(permissions.missing())),
                                fact(
                                        "Where to tick them",
                                        ConsoleCell.link(
                                                "the setup guide", "/guide/" + view.provider()))));
        return permissions.missing().isEmpty()
                ? block
                : block.introduced(
                        "Tick what is missing on the provider's form of your OAuth client, then"
                                + " have the end user connect again.");
    }

    private static ConsoleTable presentations(RefreshHistory history) {
        return new ConsoleTable(
                List.of("When", "What came of it"),
                history.presentations().stream().map(ConnectionConsolePages::presentation).toList(),
                "It has not been refreshed yet.",
                null);
    }

    private static List<ConsoleCell> presentation(Map<String, Object> entry) {
        Object at = entry.get("at");
        return List.of(
                at == null
                        ? ConsoleCell.text(null)
                        : ConsoleCell.time(OffsetDateTime.parse(at.toString())),
                ConsoleCell.text(RefreshHistories.words(String.valueOf(entry.get("outcome")))));
    }

    private static List<ConsoleFact> elsewhere(ConnectionView view) {
        return List.of(
                fact("Connection id", ConsoleCell.code(view.id())),
                fact(
                        "Profile",
                        ConsoleCell.link(
                                view.connectorProfileId(),
                                "/console/profiles/" + view.connectorProfileId())),
                fact(
                        "Audit log",
                        ConsoleCell.link(
                                "who did what with it", "/console/audit?object=" + view.id())),
                fact("Metadata", ConsoleCell.code(String.valueOf(view.metadata()))));
    }

    private static ConsoleFact fact(String name, ConsoleCell value) {
        return new ConsoleFact(name, value);
    }
}
