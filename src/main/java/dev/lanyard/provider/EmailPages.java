package dev.lanyard.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.outbound.ProviderHttp;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of mail addresses at a provider, page by page until the primary confirmed one is found:
 * at most five pages and five seconds, and never to another origin than the first page's.
 */
final class EmailPages {
    private static final int MOST = 5;
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Pattern NEXT_LINK =
            Pattern.compile("<([^>]{1,2000})>\\s*;[^,]*\\brel=\"?next\"?");

    private final ProviderHttp http;

    EmailPages(ProviderHttp http) {
        this.http = http;
    }

    /** Where the search has come to. */
    private record EmailPage(
            Provider.EmailSource source, String accessToken, URI url, int number, long endBy) {

        Duration left() {
            return Duration.ofNanos(endBy - System.nanoTime());
        }

        Optional<EmailPage> next(Optional<String> link) {
            return number >= MOST
                    ? Optional.empty()
                    : link.flatMap(this::resolved)
                            .filter(to -> !to.equals(url) && isSameOrigin(to))
                            .map(to -> new EmailPage(source, accessToken, to, number + 1, endBy));
        }

        private Optional<URI> resolved(String link) {
            String target = link.startsWith("?") ? url.getRawPath() + link : link; // RFC 3986
            try {
                return Optional.of(url.resolve(target));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** The token goes where the entry says, and nowhere else. */
        private boolean isSameOrigin(URI to) {
            return source.url().getScheme().equalsIgnoreCase(to.getScheme())
                    && source.url().getHost().equalsIgnoreCase(to.getHost())
                    && source.url().getPort() == to.getPort()
                    && to.getRawUserInfo() == null;
        }

        @Override
        public String toString() {
            return "EmailPage[" + number + "]";
        }
    }

    /** The address; empty if there is none, or it cannot be asked for. Never fails. */
    Uni<Optional<String>> find(Provider.EmailSource source, String accessToken) {
        long endBy = System.nanoTime() + DEADLINE.toNanos();
        return find(new EmailPage(source, accessToken, source.url(), 1, endBy))
                .onFailure(IOException.class)
                .recoverWithItem(Optional.empty());
    }

    private Uni<Optional<String>> find(EmailPage page) {
        if (page.left().isNegative()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return http.get(page.url(), page.accessToken(), page.left())
                .chain(reply -> read(page, reply));
    }

    private Uni<Optional<String>> read(EmailPage page, Reply reply) {
        if (reply.status() != 200) {
            return Uni.createFrom().item(Optional.empty());
        }
        JsonNode body = AccountReader.parse(reply.body());
        Optional<String> address = AccountReader.email(page.source(), body);
        Optional<EmailPage> next = page.next(nextLink(reply, body));
        return address.isPresent() || next.isEmpty()
                ? Uni.createFrom().item(address)
                : find(next.get());
    }

    /** In the body, as Bitbucket has it; else in {@code Link} (RFC 8288). */
    private static Optional<String> nextLink(Reply reply, JsonNode body) {
        JsonNode next = body.path("next");
        if (next.isTextual() && !next.asText().isBlank()) {
            return Optional.of(next.asText());
        }
        Matcher link = NEXT_LINK.matcher(reply.headers().getOrDefault("link", ""));
        return link.find() ? Optional.of(link.group(1)) : Optional.empty();
    }
}
