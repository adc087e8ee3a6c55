package dev.lanyard.provider;

import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.outbound.ProviderHttp;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks a provider who connected. */
@ApplicationScoped
public class Accounts {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration EMAIL_DEADLINE = Duration.ofSeconds(5);
    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

    private final ProviderHttp http;

    Accounts(ProviderHttp http) {
        this.http = http;
    }

    /**
     * Asks with an access token, for at most 15 s; never fails: what happened is the answer. A mail
     * address that cannot be asked for stays null.
     *
     * @param accessToken sent to the entry's {@code account} and {@code email} addresses only
     */
    public Uni<AccountLookup> ask(Provider provider, String accessToken) {
        return http.get(provider.account().url(), accessToken, DEADLINE)
                .map(reply -> lookup(provider, reply))
                .onFailure(IOException.class)
                .recoverWithItem(failure -> unavailable(provider, failure))
                .chain(answer -> withEmail(provider, accessToken, answer));
    }

    private static AccountLookup unavailable(Provider provider, Throwable failure) {
        return new AccountLookup.Unanswered(
                provider.displayName() + " gave no answer: " + failure.getMessage());
    }

    private static AccountLookup lookup(Provider provider, Reply reply) {
        int status = reply.status();
        if (status == 200) {
            return account(provider, reply);
        }
        if (status == 401) {
            return new AccountLookup.TokenRefused();
        }
        String detail = provider.displayName() + " answered " + status;
        return status == 429 || status >= 500
                ? new AccountLookup.Unanswered(detail)
                : refused(reply, detail);
    }

    private static AccountLookup account(Provider provider, Reply reply) {
        Optional<Account> account =
                AccountReader.account(provider.account(), AccountReader.parse(reply.body()));
        return account.isPresent()
                ? new AccountLookup.Known(account.get(), granted(reply))
                : new AccountLookup.Unusable(provider.displayName() + " named no account");
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
            Provider provider, String accessToken, AccountLookup answer) {
        if (answer instanceof AccountLookup.Known known
                && known.account().email() == null
                && provider.email().isPresent()) {
            return email(provider.email().get(), accessToken).map(known::withEmail);
        }
        return Uni.createFrom().item(answer);
    }

    private Uni<Optional<String>> email(Provider.EmailSource source, String accessToken) {
        return http.get(source.url(), accessToken, EMAIL_DEADLINE)
                .map(
                        reply ->
                                reply.status() == 200
                                        ? email(source, reply)
                                        : Optional.<String>empty())
                .onFailure(IOException.class)
                .recoverWithItem(Optional.empty());
    }

    private static Optional<String> email(Provider.EmailSource source, Reply reply) {
        return AccountReader.email(source, AccountReader.parse(reply.body()));
    }
}
