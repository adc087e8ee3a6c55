package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleBlock.ConsoleFact;
import dev.lanyard.console.ConsoleCell;
import dev.lanyard.console.ConsoleField;
import dev.lanyard.console.ConsoleForm;
import dev.lanyard.console.ConsoleLinks;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.console.ConsoleSection;
import dev.lanyard.console.ConsoleTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Webhooks and events as the console lays them out. */
final class WebhookConsolePages {
    private static final String ROOT = WebhookConsoleResource.ROOT;
    private static final String EVENTS = "/console/events";

    private WebhookConsolePages() {}

    static ConsolePage list(Page<WebhookView> page, @Nullable String next) {
        ConsoleTable table =
                new ConsoleTable(
                        List.of("Webhook", "Address", "Types", "Switch", "Made"),
                        page.items().stream().map(WebhookConsolePages::row).toList(),
                        "No webhook yet. Give an address below, and your backend hears of every"
                                + " connection.",
                        next);
        return new ConsolePage(
                "Webhooks",
                ConsoleSection.WEBHOOKS,
                null,
                List.of(ConsoleBlock.table(null, table), newWebhook(null)));
    }

    private static ConsoleBlock newWebhook(@Nullable String url) {
        return ConsoleBlock.forms(
                "A new webhook",
                List.of(
                        ConsoleForm.of(
                                ROOT,
                                "Make it",
                                ConsoleField.required(
                                                "url", "Address", "https, reachable from Lanyard")
                                        .holding(url))));
    }

    /** Again, with what was typed. */
    static ConsolePage form(@Nullable String url) {
        return ConsolePage.of("Webhooks", ConsoleSection.WEBHOOKS, newWebhook(url));
    }

    private static List<ConsoleCell> row(WebhookView view) {
        return List.of(
                ConsoleCell.link(view.id(), ROOT + "/" + view.id()),
                ConsoleCell.address(view.url()),
                types(view),
                ConsoleCell.status(view.status()),
                ConsoleCell.time(view.createdAt()));
    }

    private static ConsoleCell types(WebhookView view) {
        return view.events().isEmpty()
                ? ConsoleCell.text("all")
                : ConsoleCell.address(String.join(", ", view.events()));
    }

    static ConsolePage secret(WebhookView view, String secret) {
        return ConsolePage.of(
                "The webhook is made",
                ConsoleSection.WEBHOOKS,
                ConsoleBlock.facts(
                                "Copy its secret now",
                                List.of(
                                        new ConsoleFact("Secret", ConsoleCell.code(secret)),
                                        new ConsoleFact(
                                                "Webhook",
                                                ConsoleCell.link(
                                                        view.id(), ROOT + "/" + view.id()))))
                        .introduced(
                                "Your backend checks the signature of each call by it. It is shown"
                                        + " this once."));
    }

    static ConsolePage one(WebhookView view, Page<WebhookDeliveryView> page) {
        ConsoleTable table =
                new ConsoleTable(
                        List.of(
                                "Event",
                                "Type",
                                "Status",
                                "Tries",
                                "Response",
                                "Error",
                                "Last try",
                                "Next"),
                        page.items().stream().map(each -> delivery(view, each)).toList(),
                        "Nothing was sent yet. Send a test event.",
                        ConsoleLinks.of(ROOT + "/" + view.id()).after(page.nextCursor()));
        return ConsolePage.of(
                "Webhook to " + view.host(),
                ConsoleSection.WEBHOOKS,
                now(view, page.items()),
                ConsoleBlock.forms("What you can do", actions(view)),
                ConsoleBlock.table("Deliveries", table));
    }

    private static ConsoleBlock now(WebhookView view, List<WebhookDeliveryView> deliveries) {
        ConsoleBlock facts =
                ConsoleBlock.facts(
                        "Now",
                        List.of(
                                new ConsoleFact("Switch", ConsoleCell.status(view.status())),
                                new ConsoleFact("Made", ConsoleCell.time(view.createdAt())),
                                new ConsoleFact("Webhook id", ConsoleCell.code(view.id())),
                                new ConsoleFact("Types", types(view)),
                                new ConsoleFact("Address", ConsoleCell.address(view.url()))));
        return view.trouble(deliveries).map(facts::introduced).orElse(facts);
    }

    private static List<ConsoleForm> actions(WebhookView view) {
        String path = ROOT + "/" + view.id();
        return List.of(
                ConsoleForm.button(path + "/test", "Send a test event"),
                view.status().equals("disabled")
                        ? ConsoleForm.button(path + "/enable", "Send events again")
                        : ConsoleForm.button(path + "/disable", "Send nothing for now"),
                ConsoleForm.danger(
                        path + "/delete", "Delete", "What is on its way to it is dropped."));
    }

    private static List<ConsoleCell> delivery(WebhookView webhook, WebhookDeliveryView view) {
        boolean held = webhook.status().equals("disabled") && view.nextAttemptAt() != null;
        return List.of(
                ConsoleCell.code(view.eventId()),
                ConsoleCell.address(view.eventType()),
                view.failsStill()
                        ? ConsoleCell.warning(view.status())
                        : ConsoleCell.status(view.status()),
                ConsoleCell.number(view.attempts()),
                view.responseStatus() == null
                        ? ConsoleCell.text(null)
                        : ConsoleCell.number(view.responseStatus()),
                view.error() == null ? ConsoleCell.text(null) : ConsoleCell.address(view.error()),
                ConsoleCell.time(view.lastAttemptAt()),
                held
                        ? ConsoleCell.text("when switched on")
                        : ConsoleCell.time(view.nextAttemptAt()));
    }

    static String said(WebhookTrial.Result result) {
        return "The test event was "
                + (result.status().equals("delivered") ? "taken" : "not taken")
                + (result.responseStatus() == null ? "" : ", status " + result.responseStatus())
                + (result.error() == null ? "" : ": " + result.error())
                + " (after "
                + result.durationMs()
                + " ms).";
    }

    static ConsolePage events(Page<Event> page, @Nullable String type) {
        ConsoleTable table =
                new ConsoleTable(
                        List.of("Event", "Type", "When", "About", "What it says"),
                        page.items().stream().map(WebhookConsolePages::event).toList(),
                        "Nothing happened yet: events come with the first connect link.",
                        ConsoleLinks.of(EVENTS).with("type", type).after(page.nextCursor()));
        ConsoleForm filter =
                ConsoleForm.filter(
                        EVENTS, ConsoleField.choiceOrAll("type", "Type", EventTypes.ALL, type));
        ConsoleForm again =
                ConsoleForm.of(
                        EVENTS + "/redeliver",
                        "Send again",
                        ConsoleField.required("id", "Event", "evt_…, from the list above"));
        return ConsolePage.of(
                "Events",
                ConsoleSection.EVENTS,
                ConsoleBlock.forms(null, List.of(filter)),
                ConsoleBlock.table(null, table),
                ConsoleBlock.forms("Send one again to every webhook", List.of(again)));
    }

    private static List<ConsoleCell> event(Event event) {
        return List.of(
                ConsoleCell.code(event.id()),
                ConsoleCell.address(event.type()),
                ConsoleCell.time(event.createdAt()),
                about(event.data()),
                what(event.data()));
    }

    /** The page of what the event is about. */
    private static ConsoleCell about(Map<String, Object> data) {
        return Stream.of("connection_id", "session_id", "connector_profile_id")
                .filter(field -> data.get(field) != null)
                .findFirst()
                .map(field -> ConsoleCell.link(String.valueOf(data.get(field)), page(field, data)))
                .orElseGet(() -> ConsoleCell.text(null));
    }

    private static String page(String field, Map<String, Object> data) {
        String list =
                switch (field) {
                    case "connection_id" -> "connections/";
                    case "session_id" -> "sessions/";
                    default -> "profiles/";
                };
        return "/console/" + list + data.get(field);
    }

    /** What it says of it, in the provider's or Lanyard's own words. */
    private static ConsoleCell what(Map<String, Object> data) {
        Object error = data.get("error");
        return error instanceof Map<?, ?> fields && fields.get("description") != null
                ? ConsoleCell.text(String.valueOf(fields.get("description")))
                : Stream.of("detail", "reason", "status", "revocation")
                        .filter(field -> data.get(field) instanceof String)
                        .findFirst()
                        .map(field -> ConsoleCell.text(String.valueOf(data.get(field))))
                        .orElseGet(() -> ConsoleCell.text(null));
    }
}
