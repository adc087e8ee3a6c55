package dev.lanyard.provider;

import dev.lanyard.token.ClientCredentials;
import dev.lanyard.token.GrantType;
import dev.lanyard.token.TokenDialect;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A catalogue entry: an authorization server's endpoints and habits (docs/providers.md gives the
 * YAML, field by field).
 *
 * @param revocationEndsGrant revoking any token may end all of that client and account
 * @param tokenDialect how token requests and responses depart from RFC 6749
 * @param issuer set: RFC 9207 {@code iss} is required in authorization responses
 * @param grants what a client may ask for here
 */
public record Provider(
        String name,
        String displayName,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        Optional<URI> revocationEndpoint,
        boolean revocationEndsGrant,
        ClientCredentials.Method tokenEndpointAuthMethod,
        TokenDialect tokenDialect,
        Optional<String> issuer,
        boolean pkce,
        Set<GrantType> grants,
        TokenRequests tokenRequests,
        ScopeParameter scope,
        RefreshToken refreshToken,
        Duration accessTokenLifetime,
        Api api,
        AccountSource account,
        Optional<EmailSource> email,
        Optional<Git> git,
        List<Permission> permissions,
        List<SetupStep> setupSteps) {

    /** Bounds of what one profile may ask of the token endpoint, over all replicas. */
    public record TokenRequests(int backgroundPerHour, int parallel) {}

    /** The use of {@code scope} in requests (RFC 6749 §3.3). */
    public record ScopeParameter(boolean sent, String separator, List<String> defaults) {}

    /**
     * The life of a refresh token.
     *
     * @param rotates each refresh brings a new one
     * @param idleLifetime an unused one dies after this; empty: never
     * @param grace how long a used one still works; zero: refused at once
     * @param lockout how long valid tokens of the client may be refused after a replay; zero: never
     * @param endsAccessTokenAfter how long the access token before it works on once it is
     *     presented; empty: to its own end
     */
    public record RefreshToken(
            boolean rotates,
            Optional<Duration> idleLifetime,
            Duration grace,
            Duration lockout,
            Optional<Duration> endsAccessTokenAfter) {}

    /**
     * The provider's API: where, and which hosts a token may be sent to.
     *
     * @param origin of the base URL
     */
    public record Api(URI baseUrl, Set<String> hosts, URI origin) {
        public Api(URI baseUrl, Set<String> hosts) {
            this(
                    baseUrl,
                    hosts,
                    URI.create(baseUrl.getScheme() + "://" + baseUrl.getRawAuthority()));
        }
    }

    /**
     * The address that tells who connected; the others are JSON pointers into its response, empty
     * when not given.
     */
    public record AccountSource(
            URI url,
            String id,
            Optional<String> name,
            Optional<String> username,
            Optional<String> email,
            Optional<String> avatarUrl,
            Optional<String> profileUrl) {}

    /** The address of the mail addresses: a pointer to the list, and pointers into each item. */
    public record EmailSource(
            URI url,
            String list,
            String value,
            Optional<String> primary,
            Optional<String> confirmed) {}

    /** The way an access token is used as a git password. */
    public record Git(String host, String username) {}

    /**
     * A box on the provider's form.
     *
     * @param required no connection without it
     * @param implies scopes that the form ticks with it
     */
    public record Permission(
            String scope, String area, String name, boolean required, List<String> implies) {

        /**
         * Whether a scope of a response is this one in another spelling: other letters are capital
         * (Microsoft), the address of an API stands before it (Microsoft, Google) or does not.
         */
        boolean isMeantBy(String spelled) {
            String own = scope.toLowerCase(Locale.ROOT);
            String other = spelled.toLowerCase(Locale.ROOT);
            return other.equals(own)
                    || isUrlOf(other, own)
                    || isUrlOf(other, "userinfo." + own)
                    || isUrlOf(own, other);
        }

        private static boolean isUrlOf(String url, String name) {
            return url.contains("://") && url.endsWith("/" + name);
        }
    }

    /**
     * A step of the guide. {@code {callback_url}} in the text stands for the callback address.
     *
     * @param url the page to open; {@code {workspace}} and the like stand for the tenant's own
     *     names
     */
    public record SetupStep(String title, String text, Optional<String> url) {

        /** The text with the callback address filled in. */
        public String text(URI callbackUrl) {
            return text.replace("{callback_url}", callbackUrl.toString());
        }
    }

    /** These scopes and all they imply, in the catalogue's order; unknown ones are dropped. */
    public List<String> closed(List<String> scopes) {
        Set<String> closed = new LinkedHashSet<>(scopes);
        int before;
        do {
            before = closed.size();
            permissions.stream()
                    .filter(permission -> closed.contains(permission.scope()))
                    .forEach(permission -> closed.addAll(permission.implies()));
        } while (closed.size() > before);
        return permissions.stream().map(Permission::scope).filter(closed::contains).toList();
    }

    /** The same of scopes in the provider's own spelling. */
    public List<String> granted(List<String> scopes) {
        return closed(scopes.stream().map(this::asListed).toList());
    }

    /**
     * Which of the wanted permissions these scopes, in the provider's own spelling, do not hold.
     */
    public List<String> missing(List<String> wanted, List<String> granted) {
        List<String> had = granted(granted);
        return wanted.stream().filter(scope -> !had.contains(scope)).toList();
    }

    /** The only one that is meant; as it is where that might be two. */
    private String asListed(String scope) {
        List<String> meant = permission(scope).stream().map(Permission::scope).toList();
        if (meant.isEmpty()) {
            meant =
                    permissions.stream()
                            .filter(permission -> permission.isMeantBy(scope))
                            .map(Permission::scope)
                            .toList();
        }
        return meant.size() == 1 ? meant.get(0) : scope;
    }

    /** The box that stands for a scope. */
    public Optional<Permission> permission(String scope) {
        return permissions.stream()
                .filter(permission -> permission.scope().equals(scope))
                .findFirst();
    }

    /** Codes, or words, by which it says that a person denied, beside the usual ones. */
    public List<String> deniedWords() {
        return tokenDialect.errors().denied();
    }

    /** Scopes without which there is no connection. */
    public List<String> required() {
        return permissions.stream().filter(Permission::required).map(Permission::scope).toList();
    }
}
