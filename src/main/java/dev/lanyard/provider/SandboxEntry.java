package dev.lanyard.provider;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sandbox's entry: Bitbucket's, but for the addresses and the guide. */
final class SandboxEntry {
    private static final String NAME = "bitbucket-sandbox";

    private SandboxEntry() {}

    /**
     * Derives the entry, unless the operator's folder has one of that name.
     *
     * @param publicUrl origin under which the sandbox is served
     */
    static Optional<Provider> of(Map<String, Provider> providers, String publicUrl) {
        return Optional.ofNullable(providers.get("bitbucket"))
                .filter(bitbucket -> !providers.containsKey(NAME))
                .map(bitbucket -> moved(bitbucket, publicUrl + "/sandbox/bitbucket"));
    }

    private static Provider moved(Provider bitbucket, String base) {
        String host = URI.create(base).getHost();
        return new Provider(
                NAME,
                "Bitbucket Sandbox",
                moved(bitbucket.authorizationEndpoint(), base),
                moved(bitbucket.tokenEndpoint(), base),
                bitbucket.revocationEndpoint().map(url -> moved(url, base)),
                bitbucket.tokenEndpointAuthMethod(),
                bitbucket.issuer(),
                bitbucket.pkce(),
                bitbucket.tokenRequests(),
                bitbucket.scope(),
                bitbucket.refreshToken(),
                bitbucket.accessTokenLifetime(),
                new Provider.Api(moved(bitbucket.api().baseUrl(), base), Set.of(host)),
                account(bitbucket.account(), base),
                bitbucket.email().map(email -> email(email, base)),
                bitbucket.git().map(git -> new Provider.Git(host, git.username())),
                bitbucket.permissions(),
                guide(base));
    }

    private static URI moved(URI url, String base) {
        return URI.create(base + url.getRawPath());
    }

    private static Provider.AccountSource account(Provider.AccountSource source, String base) {
        return new Provider.AccountSource(
                moved(source.url(), base),
                source.id(),
                source.name(),
                source.username(),
                source.email(),
                source.avatarUrl(),
                source.profileUrl());
    }

    private static Provider.EmailSource email(Provider.EmailSource source, String base) {
        return new Provider.EmailSource(
                moved(source.url(), base),
                source.list(),
                source.value(),
                source.primary(),
                source.confirmed());
    }

    private static List<Provider.SetupStep> guide(String base) {
        String consumers = base + "/control/consumers";
        return List.of(
                step(
                        "Create a consumer of the sandbox",
                        "The sandbox stands in for Bitbucket; nothing leaves this Lanyard. Its form is"
                                + " an HTTP call: POST {\"callback_url\":\"{callback_url}\","
                                + "\"permissions\":[\"account\",\"repository\"]} to "
                                + consumers
                                + ". The answer holds client_id and client_secret."),
                step(
                        "Make the connector profile",
                        "Post the pair to /v1/connector-profiles with provider "
                                + NAME
                                + ", and make a connect session. Its consent page lets you choose"
                                + " who connects, and deny."),
                step(
                        "Try what can go wrong",
                        "PUT {\"faults\":[{\"fault\":\"wrong_secret\",\"where\":\"refresh\"}]} to "
                                + consumers
                                + "/{client_id}/faults; an empty list ends it. /expire, /revoke and"
                                + " /lock-out beside it (POST) end access tokens and grants."));
    }

    private static Provider.SetupStep step(String title, String text) {
        return new Provider.SetupStep(title, text, Optional.empty());
    }
}
