package dev.lanyard.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.token.GrantType;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A provider entry as docs/providers.md writes it. */
final class ProviderEntryParser {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern USERNAME = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Duration POSITIVE = Duration.ofSeconds(1);
    private static final List<String> USUAL_GRANTS = List.of(GrantType.AUTHORIZATION_CODE.text());

    private ProviderEntryParser() {}

    /**
     * Reads an entry.
     *
     * @param file what to call it in a refusal
     * @throws IllegalArgumentException {@code <file>: <field>: <what is wrong>}, one line
     */
    static Provider read(String file, JsonNode node) {
        YamlFields entry =
                YamlFields.of(
                        file,
                        node,
                        "name",
                        "display_name",
                        "authorization_endpoint",
                        "token_endpoint",
                        "revocation_endpoint",
                        "revocation",
                        "token_endpoint_auth_method",
                        "issuer",
                        "pkce",
                        "grants",
                        "token_requests",
                        "scope",
                        "refresh_token",
                        "access_token",
                        "token_response",
                        "errors",
                        "parameters",
                        "api",
                        "account",
                        "email",
                        "git",
                        "permissions",
                        "setup_steps");
        return new Provider(
                name(entry),
                entry.text("display_name"),
                entry.url("authorization_endpoint"),
                entry.url("token_endpoint"),
                entry.optionalUrl("revocation_endpoint"),
                entry.optionalObject("revocation", "ends")
                        .map(ProviderEntryParser::endsGrant)
                        .orElse(true),
                method(entry),
                TokenDialectParser.read(entry),
                entry.optionalUrl("issuer").map(URI::toString),
                pkce(entry),
                grants(entry),
                tokenRequests(entry.object("token_requests", "background_per_hour", "parallel")),
                scope(entry.object("scope", "sent", "separator", "default")),
                refreshToken(
                        entry.object(
                                "refresh_token", "rotates", "idle_lifetime", "grace", "lockout")),
                TokenDialectParser.accessToken(entry).duration("default_lifetime", POSITIVE),
                api(entry.object("api", "base_url", "hosts")),
                account(
                        entry.object(
                                "account",
                                "url",
                                "id",
                                "name",
                                "username",
                                "email",
                                "avatar_url",
                                "profile_url")),
                entry.optionalObject("email", "url", "list", "value", "primary", "confirmed")
                        .map(ProviderEntryParser::email),
                entry.optionalObject("git", "host", "username").map(ProviderEntryParser::git),
                permissions(entry),
                setupSteps(entry));
    }

    private static String name(YamlFields entry) {
        String name = entry.text("name");
        if (!NAME.matcher(name).matches()) {
            throw entry.refuse("name", "must be 1 to 40 of a-z, 0-9 and -, not " + name);
        }
        return name;
    }

    private static ClientCredentials.Method method(YamlFields entry) {
        String text = entry.text("token_endpoint_auth_method");
        for (ClientCredentials.Method method : ClientCredentials.Method.values()) {
            if (method.name().toLowerCase(Locale.ROOT).equals(text)) {
                return method;
            }
        }
        throw entry.refuse(
                "token_endpoint_auth_method",
                "must be client_secret_basic, client_secret_basic_raw or client_secret_post,"
                        + " not "
                        + text);
    }

    private static boolean endsGrant(YamlFields revocation) {
        String text = revocation.text("ends");
        if (!text.equals("grant") && !text.equals("token")) {
            throw revocation.refuse("ends", "must be grant or token, not " + text);
        }
        return text.equals("grant");
    }

    private static boolean pkce(YamlFields entry) {
        String text = entry.text("pkce");
        if (!text.equals("S256") && !text.equals("none")) {
            throw entry.refuse("pkce", "must be S256 or none, not " + text);
        }
        return text.equals("S256");
    }

    private static Set<GrantType> grants(YamlFields entry) {
        Set<GrantType> grants = EnumSet.noneOf(GrantType.class);
        for (String text : entry.optionalTexts("grants").orElse(USUAL_GRANTS)) {
            grants.add(
                    Arrays.stream(GrantType.values())
                            .filter(grant -> grant.text().equals(text))
                            .findFirst()
                            .orElseThrow(() -> entry.refuse("grants", unknownGrant(text))));
        }
        if (!grants.contains(GrantType.AUTHORIZATION_CODE)) {
            throw entry.refuse("grants", "must hold authorization_code");
        }
        return Set.copyOf(grants);
    }

    private static String unknownGrant(String text) {
        return "must be of authorization_code and client_credentials, not " + text;
    }

    private static Provider.TokenRequests tokenRequests(YamlFields fields) {
        return new Provider.TokenRequests(
                fields.number("background_per_hour", 1, 1_000_000),
                fields.number("parallel", 1, 1_000));
    }

    private static Provider.ScopeParameter scope(YamlFields fields) {
        return new Provider.ScopeParameter(
                fields.flag("sent"), fields.text("separator"), fields.texts("default"));
    }

    private static Provider.RefreshToken refreshToken(YamlFields fields) {
        return new Provider.RefreshToken(
                fields.flag("rotates"),
                fields.optionalDuration("idle_lifetime", POSITIVE),
                fields.duration("grace", Duration.ZERO),
                fields.duration("lockout", Duration.ZERO));
    }

    private static Provider.Api api(YamlFields fields) {
        Provider.Api api = new Provider.Api(fields.url("base_url"), fields.hosts("hosts"));
        if (api.baseUrl().getPath().endsWith("/")) {
            throw fields.refuse("base_url", "must not end in a slash, not " + api.baseUrl());
        }
        if (!api.hosts().contains(api.baseUrl().getHost())) {
            throw fields.refuse(
                    "hosts", "must hold the host of base_url, " + api.baseUrl().getHost());
        }
        return api;
    }

    private static Provider.AccountSource account(YamlFields fields) {
        return new Provider.AccountSource(
                fields.url("url"),
                fields.pointer("id"),
                fields.optionalPointer("name"),
                fields.optionalPointer("username"),
                fields.optionalPointer("email"),
                fields.optionalPointer("avatar_url"),
                fields.optionalPointer("profile_url"));
    }

    private static Provider.EmailSource email(YamlFields fields) {
        return new Provider.EmailSource(
                fields.url("url"),
                fields.optionalPointer("list").orElse(""),
                fields.pointer("value"),
                fields.optionalPointer("primary"),
                fields.optionalPointer("confirmed"));
    }

    private static Provider.Git git(YamlFields fields) {
        String username = fields.text("username");
        if (!USERNAME.matcher(username).matches()) { // a line of its own in git's format
            throw fields.refuse("username", "must be visible ASCII characters");
        }
        return new Provider.Git(fields.host("host"), username);
    }

    private static List<Provider.Permission> permissions(YamlFields entry) {
        List<YamlFields> rows =
                entry.objects("permissions", "scope", "area", "name", "required", "implies");
        Set<String> scopes = new HashSet<>();
        for (YamlFields row : rows) {
            if (!scopes.add(row.text("scope"))) {
                throw row.refuse("scope", "is there twice: " + row.text("scope"));
            }
        }
        return rows.stream().map(row -> permission(row, scopes)).toList();
    }

    private static Provider.Permission permission(YamlFields row, Set<String> scopes) {
        List<String> implies = row.texts("implies");
        for (String implied : implies) {
            if (!scopes.contains(implied)) {
                throw row.refuse("implies", "no permission of this entry has scope " + implied);
            }
        }
        return new Provider.Permission(
                row.text("scope"),
                row.text("area"),
                row.text("name"),
                row.flag("required"),
                implies);
    }

    private static List<Provider.SetupStep> setupSteps(YamlFields entry) {
        return entry.objects("setup_steps", "title", "text", "url").stream()
                .map(
                        step ->
                                new Provider.SetupStep(
                                        step.text("title"),
                                        step.text("text"),
                                        step.optionalText("url")))
                .toList();
    }
}
