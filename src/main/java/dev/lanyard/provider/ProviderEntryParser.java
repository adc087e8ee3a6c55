package dev.lanyard.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.token.GrantType;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A provider entry as docs/providers.md writes it: what most providers do may be left out. */
final class ProviderEntryParser {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Duration POSITIVE = Duration.ofSeconds(1);
    private static final Duration USUAL_LIFETIME = Duration.ofHours(1);
    private static final int USUAL_BACKGROUND = 900;
    private static final int USUAL_PARALLEL = 8;
    private static final List<String> USUAL_GRANTS = List.of(GrantType.AUTHORIZATION_CODE.text());

    private ProviderEntryParser() {}

    /**
     * Reads an entry.
     *
     * @param mistakes what is known to be wrong with it
     * @throws IllegalArgumentException {@code <file>: <field>: <what is wrong>}, one line
     */
    static Provider read(YamlMistakes mistakes, JsonNode node) {
        YamlFields entry =
                YamlFields.of(
                        mistakes,
                        node,
                        "name",
                        "display_name",
                        "authorization_endpoint",
                        "token_endpoint",
                        "revocation_endpoint",
                        "revocation",
                        "token_endpoint_auth_method",
                        "issuer",
                        "discovery",
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
        entry.require(
                !entry.flagOr("discovery", false),
                "issuer",
                "missing, or no text: with discovery: true it is asked");
        String name = name(entry);
        String displayName = entry.text("display_name");
        URI authorization = entry.url("authorization_endpoint");
        URI token = entry.url("token_endpoint");
        Provider.AccountSource account = ProviderApiParser.account(entry);
        List<Provider.Permission> permissions = permissions(entry);
        Provider.ScopeParameter scope = scope(entry, permissions);
        return new Provider(
                name,
                displayName,
                authorization,
                token,
                entry.optionalUrl("revocation_endpoint"),
                entry.objectOrEmpty("revocation", "ends")
                        .choice("ends", true, words("grant", true, "token", false)),
                entry.choice(
                        "token_endpoint_auth_method",
                        ClientCredentials.Method.CLIENT_SECRET_BASIC,
                        methods()),
                TokenDialectParser.read(entry),
                entry.optionalUrl("issuer").map(URI::toString),
                entry.choice("pkce", true, words("S256", true, "none", false)),
                grants(entry),
                tokenRequests(
                        entry.objectOrEmpty("token_requests", "background_per_hour", "parallel")),
                scope,
                refreshToken(
                        entry.objectOrEmpty(
                                "refresh_token",
                                "rotates",
                                "idle_lifetime",
                                "grace",
                                "lockout",
                                "ends_access_token")),
                TokenDialectParser.accessToken(entry)
                        .durationOr("default_lifetime", USUAL_LIFETIME, POSITIVE),
                ProviderApiParser.api(entry, account),
                account,
                ProviderApiParser.email(entry),
                ProviderApiParser.git(entry),
                permissions,
                setupSteps(entry, displayName, permissions, scope));
    }

    private static String name(YamlFields entry) {
        String name = entry.text("name");
        entry.require(
                NAME.matcher(name).matches(),
                "name",
                "must be 1 to 40 of a-z, 0-9 and -, not " + name);
        return name;
    }

    private static Map<String, Boolean> words(
            String one, boolean meant, String other, boolean then) {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put(one, meant);
        words.put(other, then);
        return words;
    }

    private static Map<String, ClientCredentials.Method> methods() {
        Map<String, ClientCredentials.Method> methods = new LinkedHashMap<>();
        for (ClientCredentials.Method method : ClientCredentials.Method.values()) {
            methods.put(method.name().toLowerCase(Locale.ROOT), method);
        }
        return methods;
    }

    private static Set<GrantType> grants(YamlFields entry) {
        Set<GrantType> grants = EnumSet.noneOf(GrantType.class);
        for (String text : entry.optionalTexts("grants").orElse(USUAL_GRANTS)) {
            Arrays.stream(GrantType.values())
                    .filter(grant -> grant.text().equals(text))
                    .findFirst()
                    .ifPresentOrElse(
                            grants::add, () -> entry.require(false, "grants", unknownGrant(text)));
        }
        entry.require(
                grants.contains(GrantType.AUTHORIZATION_CODE),
                "grants",
                "must hold authorization_code");
        return Set.copyOf(grants);
    }

    private static String unknownGrant(String text) {
        return "must be of authorization_code and client_credentials, not " + text;
    }

    private static Provider.TokenRequests tokenRequests(YamlFields fields) {
        return new Provider.TokenRequests(
                fields.numberOr("background_per_hour", USUAL_BACKGROUND, 1, 1_000_000),
                fields.numberOr("parallel", USUAL_PARALLEL, 1, 1_000));
    }

    /** Something must be asked for: boxes to tick, or scopes that are always sent. */
    private static Provider.ScopeParameter scope(
            YamlFields entry, List<Provider.Permission> permissions) {
        YamlFields fields = entry.objectOrEmpty("scope", "sent", "separator", "default");
        Provider.ScopeParameter scope =
                new Provider.ScopeParameter(
                        fields.flagOr("sent", true),
                        fields.textOr("separator", " "),
                        fields.texts("default"));
        entry.require(
                !permissions.isEmpty() || !scope.defaults().isEmpty() || !scope.sent(),
                "permissions",
                "missing: at least one, or scope.default, or scope.sent: false");
        return scope;
    }

    private static Provider.RefreshToken refreshToken(YamlFields fields) {
        return new Provider.RefreshToken(
                fields.flagOr("rotates", true),
                fields.optionalDuration("idle_lifetime", POSITIVE),
                fields.durationOr("grace", Duration.ZERO, Duration.ZERO),
                fields.durationOr("lockout", Duration.ZERO, Duration.ZERO),
                fields.optionalDelay("ends_access_token"));
    }

    private static List<Provider.Permission> permissions(YamlFields entry) {
        List<YamlFields> rows =
                entry.objects("permissions", "scope", "area", "name", "required", "implies");
        Set<String> scopes = new HashSet<>();
        for (YamlFields row : rows) {
            String scope = row.text("scope");
            row.require(scopes.add(scope), "scope", "is there twice: " + scope);
        }
        return rows.stream().map(row -> permission(row, scopes)).toList();
    }

    /** One without area and name stands on no form: it is called as its scope. */
    private static Provider.Permission permission(YamlFields row, Set<String> scopes) {
        List<String> implies = row.texts("implies");
        for (String implied : implies) {
            row.require(
                    scopes.contains(implied),
                    "implies",
                    "no permission of this entry has scope " + implied);
        }
        String scope = row.text("scope");
        return new Provider.Permission(
                scope,
                row.textOr("area", "Permissions"),
                row.textOr("name", scope),
                row.flagOr("required", false),
                implies);
    }

    private static List<Provider.SetupStep> setupSteps(
            YamlFields entry,
            String displayName,
            List<Provider.Permission> permissions,
            Provider.ScopeParameter scope) {
        List<Provider.SetupStep> own =
                entry.objects("setup_steps", "title", "text", "url").stream()
                        .map(ProviderEntryParser::setupStep)
                        .toList();
        return own.isEmpty() ? UsualSteps.of(displayName, permissions, scope) : own;
    }

    private static Provider.SetupStep setupStep(YamlFields step) {
        return new Provider.SetupStep(
                step.text("title"), step.text("text"), step.optionalText("url"));
    }
}
