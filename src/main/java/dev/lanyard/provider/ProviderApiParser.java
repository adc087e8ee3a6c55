package dev.lanyard.provider;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an entry says of the provider's API: where it is, who connected, git. */
final class ProviderApiParser {
    private static final Pattern USERNAME = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private ProviderApiParser() {}

    static Provider.AccountSource account(YamlFields entry) {
        YamlFields fields =
                entry.object(
                        "account",
                        "url",
                        "id",
                        "name",
                        "username",
                        "email",
                        "avatar_url",
                        "profile_url");
        return new Provider.AccountSource(
                fields.url("url"),
                fields.pointer("id"),
                fields.optionalPointer("name"),
                fields.optionalPointer("username"),
                fields.optionalPointer("email"),
                fields.optionalPointer("avatar_url"),
                fields.optionalPointer("profile_url"));
    }

    /** Where it is left out: the server that tells who connected. */
    static Provider.Api api(YamlFields entry, Provider.AccountSource account) {
        YamlFields fields = entry.objectOrEmpty("api", "base_url", "hosts");
        URI base = fields.optionalUrl("base_url").orElseGet(() -> origin(account.url()));
        Set<String> hosts = fields.has("hosts") ? fields.hosts("hosts") : Set.of(base.getHost());
        fields.require(
                !base.getPath().endsWith("/"), "base_url", "must not end in a slash, not " + base);
        fields.require(
                hosts.contains(base.getHost()),
                "hosts",
                "must hold the host of base_url, " + base.getHost());
        return new Provider.Api(base, hosts);
    }

    private static URI origin(URI address) {
        return URI.create(address.getScheme() + "://" + address.getRawAuthority());
    }

    static Optional<Provider.EmailSource> email(YamlFields entry) {
        return entry.optionalObject("email", "url", "list", "value", "primary", "confirmed")
                .map(ProviderApiParser::emailSource);
    }

    private static Provider.EmailSource emailSource(YamlFields fields) {
        return new Provider.EmailSource(
                fields.url("url"),
                fields.optionalPointer("list").orElse(""),
                fields.pointer("value"),
                fields.optionalPointer("primary"),
                fields.optionalPointer("confirmed"));
    }

    static Optional<Provider.Git> git(YamlFields entry) {
        return entry.optionalObject("git", "host", "username").map(ProviderApiParser::gitSource);
    }

    private static Provider.Git gitSource(YamlFields fields) {
        String username = fields.text("username");
        fields.require( // a line of its own in git's format
                USERNAME.matcher(username).matches(),
                "username",
                "must be visible ASCII characters");
        return new Provider.Git(fields.host("host"), username);
    }
}
