package dev.lanyard.authorize;

import dev.lanyard.api.Page;
import dev.lanyard.authorize.NewConnectSession.NewEndUser;
import dev.lanyard.authorize.timeline.TimelineEntry;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleBlock.ConsoleFact;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleChart;
import dev.lanyard.console.ConsoleField;
import dev.lanyard.console.ConsoleForm;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import dev.lanyard.console.QrCode;
import dev.lanyard.provider.profile.ConnectorProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connect sessions as the console lays them out. */
final class SessionConsolePages {
    private static final String ROOT = SessionConsoleResource.ROOT;
    private static final List<String> STATUSES =
            List.of(
                    "connected",
                    "awaiting_confirmation",
                    "authorizing",
                    "pending",
                    "failed",
                    "expired");

    private static final NewEndUser NOBODY = new NewEndUser(null, null, null);

    private SessionConsolePages() {}

    static ConsolePage list(
            Page<ConnectSessionView> page, Map<String, Long> counts, @Nullable String next) {
        ConsoleTable table =
                new ConsoleTable(
                        List.of("Link", "End user", "Provider", "Status", "Why", "Made", "Ends"),
                        page.items().stream().map(SessionConsolePages::row).toList(),
                        "No connect link yet. Make one, and open it in a browser.",
                        next);
        ConsolePage shown =
                ConsolePage.of(
                        "Connect links",
                        ConsoleSection.SESSIONS,
                        ConsoleBlock.forms(
                                null,
                                List.of(ConsoleForm.leading(ROOT + "/new", "Make a connect link"))),
                        ConsoleBlock.table(null, table));
        return counts.isEmpty()
                ? shown
                : shown.with(ConsoleBlock.chart("Last 24 hours", chart(counts)));
    }

    private static ConsoleChart chart(Map<String, Long> counts) {
        return ConsoleChart.of(
                "links",
                STATUSES.stream()
                        .map(
                                status ->
                                        new ConsoleChart.Count(
                                                status, counts.getOrDefault(status, 0L)))
                        .toList());
    }

    private static List<ConsoleCell> row(ConnectSessionView view) {
        return List.of(
                page(view),
                ConsoleCell.text(
                        Optional.ofNullable(view.endUser().name()).orElse(view.endUser().id())),
                ConsoleCell.text(view.provider()),
                ConsoleCell.status(view.status()),
                ConsoleCell.code(view.error() == null ? null : view.error().code()),
                ConsoleCell.time(view.createdAt()),
                ConsoleCell.time(view.expiresAt()));
    }

    private static ConsoleCell page(ConnectSessionView view) {
        return ConsoleCell.link(view.id(), ROOT + "/" + view.id());
    }

    /** Nobody can be invited before there is a profile. */
    private static ConsolePage formless() {
        return ConsolePage.of(
                "A new connect link",
                ConsoleSection.SESSIONS,
                ConsoleBlock.forms(
                                null,
                                List.of(
                                        ConsoleForm.leading(
                                                "/console/profiles", "Store your OAuth client")))
                        .introduced(
                                "A connect link belongs to a connector profile, and no active one"
                                        + " is there yet."));
    }

    /**
     * The form.
     *
     * @param profiles of the tenant, to choose from
     */
    static ConsolePage form(NewConnectSession body, List<ConnectorProfile> profiles) {
        List<ConsoleField.Option> choices = choices(profiles, body.connectorProfileId());
        return choices.isEmpty() ? formless() : invitation(body, choices);
    }

    /** Those that can be used, and the one that was given, whatever it is. */
    private static List<ConsoleField.Option> choices(
            List<ConnectorProfile> profiles, @Nullable String given) {
        List<ConsoleField.Option> choices = new ArrayList<>();
        profiles.stream()
                .filter(profile -> profile.active() || profile.id().equals(given))
                .map(profile -> choice(profile, given))
                .forEach(choices::add);
        if (given != null && choices.stream().noneMatch(ConsoleField.Option::chosen)) {
            choices.add(new ConsoleField.Option(given, given, true));
        }
        return choices;
    }

    private static ConsoleField.Option choice(ConnectorProfile profile, @Nullable String given) {
        return new ConsoleField.Option(
                profile.id(),
                profile.name() + " (" + profile.provider() + ")",
                profile.id().equals(given));
    }

    private static ConsolePage invitation(
            NewConnectSession body, List<ConsoleField.Option> choices) {
        NewEndUser user = Optional.ofNullable(body.endUser()).orElse(NOBODY);
        ConsoleForm form =
                ConsoleForm.of(
                        ROOT,
                        "Make the link",
                        ConsoleField.select("profile", "Profile", choices),
                        ConsoleField.required(
                                        "user", "End user's id", "As your own system knows them")
                                .holding(user.id()),
                        ConsoleField.text("name", "Their name", user.name()),
                        ConsoleField.text("email", "Their e-mail address", user.email()),
                        ConsoleField.text(
                                "connection",
                                "Id of a connection to bring back",
                                body.connectionId()));
        return ConsolePage.of(
                "A new connect link",
                ConsoleSection.SESSIONS,
                ConsoleBlock.forms(null, List.of(form))
                        .introduced(
                                "Whoever opens the link connects their account for this end user."
                                        + " It works for 30 minutes, once."));
    }

    static ConsolePage link(ConnectSessionView view) {
        String url = String.valueOf(view.connectUrl());
        return ConsolePage.of(
                        "The link is made",
                        ConsoleSection.SESSIONS,
                        ConsoleBlock.facts(
                                        "Copy it now",
                                        List.of(
                                                new ConsoleFact(
                                                        "Connect URL", ConsoleCell.code(url)),
                                                new ConsoleFact(
                                                        "Open it here",
                                                        ConsoleCell.link("connect", url)),
                                                new ConsoleFact(
                                                        "Works until",
                                                        ConsoleCell.time(view.expiresAt())),
                                                new ConsoleFact("Follow it", page(view))))
                                .introduced(
                                        "It is shown this once: Lanyard keeps no more than its"
                                                + " hash."))
                .with(ConsoleBlock.picture("For a phone", QrCode.of(url)));
    }

    static ConsolePage one(ConnectSessionView view, List<TimelineEntry> steps) {
        return ConsolePage.of(
                "Connect link " + view.id(),
                ConsoleSection.SESSIONS,
                ConsoleBlock.facts("Now", now(view)),
                ConsoleBlock.table("What happened, step by step", timeline(steps)),
                ConsoleBlock.forms("What you can do", actions(view)),
                ConsoleBlock.facts(
                        "What it is for",
                        List.of(
                                new ConsoleFact(
                                        "End user", ConsoleCell.text(view.endUser().name())),
                                new ConsoleFact(
                                        "End user id", ConsoleCell.code(view.endUser().id())),
                                new ConsoleFact(
                                        "Profile",
                                        ConsoleCell.link(
                                                view.connectorProfileId(),
                                                "/console/profiles/" + view.connectorProfileId())),
                                new ConsoleFact("Return URL", ConsoleCell.code(view.returnUrl())),
                                new ConsoleFact("Made", ConsoleCell.time(view.createdAt())),
                                new ConsoleFact("Ends", ConsoleCell.time(view.expiresAt())))));
    }

    private static ConsoleTable timeline(List<TimelineEntry> steps) {
        return new ConsoleTable(
                List.of("When", "Step", "Outcome", "Detail"),
                steps.stream()
                        .map(
                                step ->
                                        List.of(
                                                ConsoleCell.time(step.at()),
                                                ConsoleCell.text(step.step().replace('_', ' ')),
                                                ConsoleCell.status(step.outcome()),
                                                ConsoleCell.text(step.detail())))
                        .toList(),
                "Nothing yet.",
                null);
    }

    private static List<ConsoleFact> now(ConnectSessionView view) {
        List<ConsoleFact> facts = new ArrayList<>();
        facts.add(new ConsoleFact("Status", ConsoleCell.status(view.status())));
        if (view.error() != null) {
            facts.add(new ConsoleFact("Why", ConsoleCell.code(view.error().code())));
            facts.add(
                    new ConsoleFact("What happened", ConsoleCell.text(view.error().description())));
        }
        if (view.connectionId() != null) {
            String path = "/console/connections/" + view.connectionId();
            facts.add(new ConsoleFact("Connection", ConsoleCell.link(view.connectionId(), path)));
        }
        return facts;
    }

    private static List<ConsoleForm> actions(ConnectSessionView view) {
        ConsoleForm again =
                ConsoleForm.leading(
                        ROOT + "/new",
                        "Make another like it",
                        ConsoleField.hidden("profile", view.connectorProfileId()),
                        ConsoleField.hidden("user", view.endUser().id()));
        return List.of("pending", "authorizing", "awaiting_confirmation").contains(view.status())
                ? List.of(
                        again,
                        ConsoleForm.button(ROOT + "/" + view.id() + "/cancel", "Withdraw it"))
                : List.of(again);
    }
}
