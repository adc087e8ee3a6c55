package dev.lanyard.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.outbound.ProviderHttp;
import dev.lanyard.outbound.RetryAfter;
import dev.lanyard.token.SecretBlotter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Asks a provider who connected. */
@ApplicationScoped
public class Accounts {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** Asked again, these may be answered otherwise: request time-out, too early, locked. */
    private static final Set<Integer> PASSING = Set.of(408, 423, 425);

    private static final Pattern LIMIT =
            Pattern.compile(
                    "rate[ _-]?limit|too[ _-]?many[ _-]?(requests|attempts|calls)|throttl|slow[ _-]?down|quota"
                            + "|limit[ _-]?(has been |was |is )?(exceeded|reached)");

    /** What a server says of itself, with 200, too. */
    private static final Pattern TROUBLE =
            Pattern.compile(
                    "temporar|unavailable|internal[ _-]?(server[ _-]?)?error|try again|time[ _-]?out|timed out|overloaded");

    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

    private final ProviderHttp http;
    private final EmailPages emails;

    Accounts(ProviderHttp http) {
        this.http = http;
        this.emails = new EmailPages(http);
    }

    /**
     * Asks with an access token, for at most 15 s; never fails: what happened is the response. A
     * mail address that cannot be asked for stays null.
     *
     * @param accessToken sent to the entry's {@code account} and {@code email} addresses only
     */
    public Uni<AccountLookup> ask(Provider provider, String accessToken) {
        SecretBlotter secrets = SecretBlotter.of(accessToken);
        return http.get(provider.account().url(), accessToken, DEADLINE)
                .map(reply -> lookup(provider, blotted(reply, secrets)))
                .onFailure(IOException.class)
                .recoverWithItem(failure -> unavailable(provider, failure))
                .chain(response -> withEmail(provider, accessToken, response));
    }

    /** Where it enters, so that no name, address or error of the account holds the token. */
    private static Reply blotted(Reply reply, SecretBlotter secrets) {
        return new Reply(
                reply.status(),
                reply.headers(),
                secrets.blot(AccountReader.unescaped(reply.body())));
    }

    private static AccountLookup unavailable(Provider provider, Throwable failure) {
        return new AccountLookup.Unanswered(
                provider.displayName() + " gave no answer: " + failure.getMessage());
    }

    private static AccountLookup lookup(Provider provider, Reply reply) {
        int status = reply.status();
        if (status / 100 == 2) {
            return account(provider, reply);
        }
        if (status == 401) {
            return new AccountLookup.TokenRefused();
        }
        return mayPass(provider, reply)
                ? new AccountLookup.Unanswered(answered(provider, reply))
                : refused(reply, answered(provider, reply));
    }

    /**
     * What is no JSON comes from somebody in between, or from a page for people; a redirect leads
     * to one, or to an address that moved.
     */
    private static boolean mayPass(Provider provider, Reply reply) {
        return reply.status() >= 500
                || reply.status() < 400
                || PASSING.contains(reply.status())
                || isLimit(provider, reply)
                || !AccountReader.parse(reply.body()).isContainerNode();
    }

    /** By status and headers, or in words: some limit by a bare 403, or by 200. */
    private static boolean isLimit(Provider provider, Reply reply) {
        String body = reply.body().toLowerCase(Locale.ROOT);
        return RetryAfter.isLimit(reply)
                || LIMIT.matcher(body).find()
                || provider.tokenDialect().errors().rateLimited().stream()
                        .anyMatch(word -> body.contains(word.toLowerCase(Locale.ROOT)));
    }

    /** What it answered, in its own words where it has some. */
    private static String answered(Provider provider, Reply reply) {
        String words = AccountReader.words(AccountReader.parse(reply.body()));
        return provider.displayName()
                + " answered "
                + reply.status()
                + (words.isEmpty() ? "" : " (" + words + ")");
    }

    private static AccountLookup account(Provider provider, Reply reply) {
        JsonNode body = AccountReader.parse(reply.body());
        if (!body.isContainerNode()) {
            return new AccountLookup.Unanswered(
                    provider.displayName() + " answered with what is no JSON");
        }
        Optional<Account> account = AccountReader.account(provider.account(), body);
        if (account.isEmpty() && isTrouble(provider, reply, body)) {
            return new AccountLookup.Unanswered(answered(provider, reply));
        }
        return account.isPresent()
                ? new AccountLookup.Known(account.get(), granted(reply))
                : new AccountLookup.Unusable(
                        provider.displayName()
                                + " named no account: "
                                + AccountReader.whyNoId(provider.account(), body));
    }

    /** An error that passes, told with 200. */
    private static boolean isTrouble(Provider provider, Reply reply, JsonNode body) {
        String said = (AccountReader.words(body) + " " + body.path("error").asText());
        return isLimit(provider, reply) || TROUBLE.matcher(said.toLowerCase(Locale.ROOT)).find();
    }

    private static AccountLookup refused(Reply reply, String detail) {
        List<String> lacking =
                reply.status() == 403
                        ? AccountReader.lacking(AccountReader.parse(reply.body()))
                        : List.of();
        return lacking.isEmpty()
                ? new AccountLookup.Unusable(detail)
                : new AccountLookup.PermissionMissing(lacking);
    }

    /** GitHub separates by comma and space, Bitbucket by either. */
    private static Optional<List<String>> granted(Reply reply) {
        return Optional.ofNullable(reply.headers().get("x-oauth-scopes"))
                .map(scopes -> SEPARATORS.splitAsStream(scopes).filter(s -> !s.isEmpty()).toList())
                .filter(scopes -> !scopes.isEmpty());
    }

    private Uni<AccountLookup> withEmail(
            Provider provider, String accessToken, AccountLookup response) {
        if (response instanceof AccountLookup.Known known
                && known.account().email() == null
                && provider.email().isPresent()) {
            return emails.find(provider.email().get(), accessToken).map(known::withEmail);
        }
        return Uni.createFrom().item(response);
    }
}
