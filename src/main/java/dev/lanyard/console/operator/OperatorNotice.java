package dev.lanyard.console.operator;

import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleLook;
import java.util.List;

/** A kind of trouble: what it is called, what to do, and the alert whose runbook tells more. */
enum OperatorNotice {
    SWITCHED_OFF(
            ConsoleLook.BAD,
            "Grants are not kept alive",
            "After a drill or a restore: set it to on, on every replica",
            "LanyardGrantsAgeing",
            ConsoleCell.text(null)),
    LATE_REFRESHES(
            ConsoleLook.BAD,
            "Refreshes are late",
            "See that replicas are ready, and whether the provider limits us (rate_limited in"
                    + " lanyard_refreshes_total) or its entry's budget is too small. After an"
                    + " outage it passes by itself; callers are served first",
            "LanyardRefreshBacklog",
            ConsoleCell.link("refresh health", OperatorConsole.ROOT + "/refreshes")),
    MISSING_ANSWERS(
            ConsoleLook.BAD,
            "Answers to refresh tokens are missing",
            "The provider is down: wait, and keep replicas running, as each is presented again."
                    + " Our way out is broken: repair it before the provider's grace ends",
            "LanyardOutstandingAnswers",
            ConsoleCell.link("refresh health", OperatorConsole.ROOT + "/refreshes")),
    LATE_WEBHOOKS(
            ConsoleLook.BAD,
            "Webhooks are told late",
            "Mostly one slow target with a long queue, which holds up no other: the runbook's"
                    + " SELECT says whose. If all are late: DNS, LANYARD_WEBHOOK_PROXY, or too few"
                    + " replicas. Nothing is lost",
            "LanyardWebhooksLate",
            ConsoleCell.text(null)),
    REJECTED_PROFILES(
            ConsoleLook.WARNING,
            "A provider rejects key and secret",
            "Tell the tenant: it stores a new secret, and nobody has to connect again",
            "LanyardConnectFailing",
            ConsoleCell.link("the profiles", OperatorConsole.ROOT + "/profiles")),
    HELD_PROFILES(
            ConsoleLook.WARNING,
            "Profiles are suspected or paused",
            "Nothing yet: Lanyard seeks proof, or waits as the provider asked",
            "LanyardRefreshesFailing",
            ConsoleCell.link("the profiles", OperatorConsole.ROOT + "/profiles")),
    FAILING_REFRESHES(
            ConsoleLook.BAD,
            "Refreshes fail at %s",
            "Look at lanyard_refreshes_total by outcome: not_sent is our way out, refused_client a"
                    + " tenant's secret; else wait for the provider",
            "LanyardRefreshesFailing",
            ConsoleCell.link("refresh health", OperatorConsole.ROOT + "/refreshes"));

    private final ConsoleLook look;
    private final String what;
    private final String advice;
    private final String alert;
    private final ConsoleCell more;

    OperatorNotice(ConsoleLook look, String what, String advice, String alert, ConsoleCell more) {
        this.look = look;
        this.what = what;
        this.advice = advice;
        this.alert = alert;
        this.more = more;
    }

    /**
     * A line of the table.
     *
     * @param names whom it is about, where the words have a place for it
     */
    List<ConsoleCell> line(ConsoleCell howMuch, Object... names) {
        return List.of(
                new ConsoleCell(what.formatted(names), null, look, null),
                howMuch,
                ConsoleCell.text(advice),
                ConsoleCell.address(alert),
                more);
    }
}
