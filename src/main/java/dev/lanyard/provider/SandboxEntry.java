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
                bitbucket.revocationEndsGrant(),
                bitbucket.tokenEndpointAuthMethod(),
                bitbucket.tokenDialect(),
                bitbucket.issuer(),
                bitbucket.pkce(),
                bitbucket.grants(),
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
        String consumers = base + "/consumers";
        return List.of(
                new Provider.SetupStep(
                        "Add a consumer to the sandbox",
                        "The sandbox stands in for Bitbucket; nothing leaves this Lanyard. Open the"
                                + " page, add a consumer with the callback URL {callback_url} and the"
                                + " permissions you need, account among them, and copy Key and Secret.",
                        Optional.of(consumers + "/new")),
                new Provider.SetupStep(
                        "Make the connector profile",
                        "Post the pair to /v1/connector-profiles with provider "
                                + NAME
                                + ", then make a connect session. The sandbox's consent page lets"
                                + " you choose who connects, and deny.",
                        Optional.empty()),
                new Provider.SetupStep(
                        "Try what can go wrong",
                        "The consumer's page there switches on faults of every kind, expires access"
                                + " tokens and revokes grants.",
                        Optional.of(consumers)));
    }
}
