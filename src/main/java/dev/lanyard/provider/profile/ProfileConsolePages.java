package dev.lanyard.provider.profile;

import dev.lanyard.api.Page;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleBlock.ConsoleFact;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleField;
import dev.lanyard.console.ConsoleForm;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.branding.Branding;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connector profiles as the console lays them out. */
final class ProfileConsolePages {
    private static final String ROOT = ProfileConsoleResource.ROOT;

    private ProfileConsolePages() {}

    static ConsolePage list(
            Page<ConnectorProfileView> page,
            Collection<Provider> providers,
            @Nullable String next) {
        ConsoleTable table =
                new ConsoleTable(
                        List.of("Profile", "Name", "Provider", "Key and secret", "Switch"),
                        page.items().stream().map(ProfileConsolePages::row).toList(),
                        "No profile yet. Choose a provider below: its form is explained step by"
                                + " step.",
                        next);
        return ConsolePage.of(
                "Connector profiles",
                ConsoleSection.PROFILES,
                ConsoleBlock.table(null, table),
                ConsoleBlock.forms(
                                "A new profile",
                                List.of(
                                        ConsoleForm.leading(
                                                ROOT + "/new", "Begin", provider(providers))))
                        .introduced(
                                "A profile holds your OAuth client at one provider: its key, its"
                                        + " secret and what your users are asked for."));
    }

    private static ConsoleField provider(Collection<Provider> providers) {
        return ConsoleField.choice(
                "provider", "Provider", providers.stream().map(Provider::name).toList(), null);
    }

    private static List<ConsoleCell> row(ConnectorProfileView view) {
        return List.of(
                ConsoleCell.link(view.id(), ROOT + "/" + view.id()),
                ConsoleCell.text(view.name()),
                ConsoleCell.text(view.provider()),
                ConsoleCell.status(view.credentials().status()),
                ConsoleCell.status(view.status()));
    }

    static ConsolePage form(Provider provider, URI callbackUrl) {
        List<String> required = provider.required();
        return form(
                provider,
                new NewConnectorProfile(
                        provider.name(),
                        null,
                        null,
                        null,
                        new ArrayList<>(required),
                        null,
                        null,
                        null,
                        null),
                callbackUrl);
    }

    /** As it was filled in. */
    static ConsolePage form(Provider provider, NewConnectorProfile filled, URI callbackUrl) {
        ConsoleForm form =
                ConsoleForm.of(
                        ROOT,
                        "Check and store",
                        ConsoleField.hidden("provider", provider.name()),
                        ConsoleField.required("name", "Name", "For yourself: \"production\"")
                                .holding(filled.name()),
                        ConsoleField.required(
                                        "client_id", "Key", "The client id; Bitbucket calls it Key")
                                .holding(filled.clientId()),
                        ConsoleField.secret(
                                "client_secret", "Secret", "Sealed at once, and never shown again"),
                        ConsoleField.checks(
                                "permissions",
                                "Permissions that a connection needs",
                                ticks(provider, filled)),
                        ConsoleField.lines(
                                "return_urls",
                                "Return URLs",
                                "Where a browser may be sent back to, one address a line; none: a"
                                        + " closing page of ours",
                                filled.returnUrls() == null
                                        ? ""
                                        : String.join("\n", filled.returnUrls())));
        return ConsolePage.of(
                "A new profile for " + provider.displayName(),
                ConsoleSection.PROFILES,
                ConsoleBlock.facts(
                                "At the provider",
                                List.of(
                                        new ConsoleFact(
                                                "Callback URL to paste",
                                                ConsoleCell.code(callbackUrl.toString())),
                                        new ConsoleFact(
                                                "Step by step",
                                                ConsoleCell.link(
                                                        "the setup guide",
                                                        "/guide/" + provider.name()))))
                        .introduced(
                                "Make an OAuth client on the provider's form first. Tick there what"
                                        + " you tick here."),
                ConsoleBlock.forms("Here", List.of(form)));
    }

    private static List<ConsoleField.Option> ticks(Provider provider, NewConnectorProfile filled) {
        List<@Nullable String> ticked =
                filled.permissions() == null ? List.of() : filled.permissions();
        return provider.permissions().stream()
                .map(
                        permission ->
                                new ConsoleField.Option(
                                        permission.scope(),
                                        permission.area()
                                                + ": "
                                                + permission.name()
                                                + " ("
                                                + permission.scope()
                                                + ")",
                                        ticked.contains(permission.scope())))
                .toList();
    }

    static ConsolePage one(ConnectorProfileView view, String keyId) {
        return one(view, view.branding(), keyId);
    }

    /**
     * A profile's page.
     *
     * @param branding what stands in its form
     */
    static ConsolePage one(ConnectorProfileView view, Branding branding, String keyId) {
        return ConsolePage.of(
                view.name(),
                ConsoleSection.PROFILES,
                ConsoleBlock.facts("Now", now(view)),
                ConsoleBlock.forms("What you can do", actions(view, keyId)),
                ProfileBrandingForm.of(view.id(), branding),
                ConsoleBlock.facts("Settings", settings(view)));
    }

    private static List<ConsoleFact> now(ConnectorProfileView view) {
        List<ConsoleFact> facts = new ArrayList<>();
        facts.add(
                new ConsoleFact("Key and secret", ConsoleCell.status(view.credentials().status())));
        facts.add(new ConsoleFact("Last asked", ConsoleCell.time(view.credentials().checkedAt())));
        String detail = view.credentials().detail();
        if (detail != null) {
            facts.add(new ConsoleFact("What the provider said", ConsoleCell.text(detail)));
        }
        facts.add(new ConsoleFact("Switch", ConsoleCell.status(view.status())));
        return facts;
    }

    private static List<ConsoleForm> actions(ConnectorProfileView view, String keyId) {
        String path = ROOT + "/" + view.id();
        return List.of(
                ConsoleForm.leading(
                        "/console/sessions/new",
                        "Connect your own account now",
                        ConsoleField.hidden("profile", view.id()),
                        ConsoleField.hidden("user", "console-" + keyId)),
                ConsoleForm.button(path + "/check", "Ask the provider about key and secret"),
                ConsoleForm.of(
                        path + "/secret",
                        "Check and store the new secret",
                        ConsoleField.secret(
                                "client_secret",
                                "New secret",
                                "The old one goes on until the provider accepts this one. A key"
                                        + " cannot be changed: with another one, make a new profile")),
                view.status().equals("disabled")
                        ? ConsoleForm.button(path + "/enable", "Use it again")
                        : ConsoleForm.danger(
                                path + "/disable",
                                "Disable",
                                "None of its connections gives out a token until it is enabled"
                                        + " again."),
                ConsoleForm.danger(
                        path + "/delete", "Delete", "Only a profile without connections can go."));
    }

    private static List<ConsoleFact> settings(ConnectorProfileView view) {
        return List.of(
                new ConsoleFact("Profile id", ConsoleCell.code(view.id())),
                new ConsoleFact("Provider", ConsoleCell.text(view.provider())),
                new ConsoleFact("Key", ConsoleCell.code(view.clientId())),
                new ConsoleFact("Callback URL", ConsoleCell.code(view.callbackUrl().toString())),
                new ConsoleFact("Permissions", ConsoleCell.codes(view.permissions())),
                new ConsoleFact("Return URLs", ConsoleCell.codes(view.returnUrls())),
                new ConsoleFact(
                        "Its connections",
                        ConsoleCell.link("list", "/console/connections?profile=" + view.id())),
                new ConsoleFact("Created", ConsoleCell.time(view.createdAt())));
    }
}
