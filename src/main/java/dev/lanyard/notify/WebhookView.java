package dev.lanyard.notify;

import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** A webhook as the API shows it. No secret. */
public record WebhookView(
        String id, String url, List<String> events, String status, OffsetDateTime createdAt) {

    static WebhookView of(Webhook webhook) {
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.events(),
                webhook.status(),
                webhook.createdAt());
    }

    /** The target's host; the id where the URL has none that Java understands. */
    String host() {
        return host(url, id);
    }

    /** As {@link #host()}; a query may hold a secret, and a host holds none. */
    public static String host(String url, String id) {
        String host = URI.create(url).getHost();
        return host == null ? id : host;
    }

    /**
     * What is wrong, and what mends it, in words; empty: nothing is.
     *
     * @param deliveries the newest
     */
    Optional<String> trouble(List<WebhookDeliveryView> deliveries) {
        return status.equals("disabled")
                ? Optional.of(whySwitchedOff(deliveries))
                : deliveries.stream()
                        .filter(WebhookDeliveryView::failsStill)
                        .findFirst()
                        .map(WebhookView::whyLate);
    }

    private static String whySwitchedOff(List<WebhookDeliveryView> deliveries) {
        boolean gone = deliveries.stream().anyMatch(WebhookDeliveryView::foundNobody);
        return (gone
                        ? "The target answered 410 (gone), and Lanyard switched the webhook off."
                        : "The webhook is switched off.")
                + " Nothing is sent, and what happens now is not kept for it. Switched on again, it"
                + " gets what is pending below, then every new event.";
    }

    private static String whyLate(WebhookDeliveryView late) {
        return "Events wait for another attempt: "
                + late.error()
                + ". Mend the target and send a test event; each event is tried again for three"
                + " days, with growing pauses.";
    }
}
