package dev.lanyard.provider.profile;

import dev.lanyard.problem.FieldErrors;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.provider.ReturnUrls;
import dev.lanyard.provider.branding.BrandSettings;
import dev.lanyard.provider.branding.Branding;
import dev.lanyard.provider.branding.BrandingInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a tenant wrote about a profile, and gathers all that is wrong with it. */
final class ProfileInput {
    private static final int MAX_NAME = 200;
    private static final int MAX_CREDENTIAL = 4096;
    private static final int MAX_RETURN_URLS = 100;
    private static final int MAX_RETURN_URL_CHARACTERS = 16 * 1024;
    private static final int MAX_PERMISSIONS = 200;
    private static final int MAX_FRAME_ANCESTORS = 20;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** RFC 6749 appendix A.1 and A.2, without the blanks at the ends that pasting brings. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

    private final FieldErrors errors = new FieldErrors();

    String name(@Nullable String text) {
        String name = Objects.requireNonNullElse(text, "").strip();
        expect(
                "name",
                FieldErrors.isVisible(name)
                        && name.length() <= MAX_NAME
                        && !CONTROL.matcher(name).find()
                        && name.codePoints().noneMatch(FieldErrors::isDeceptive),
                "must be 1 to " + MAX_NAME + " visible characters on one line");
        return name;
    }

    /**
     * A client id or secret; its length says nothing (docs/providers.md), so only absurd ones end.
     */
    String credential(String field, @Nullable String text) {
        String credential = Objects.requireNonNullElse(text, "");
        expect(
                field,
                credential.length() <= MAX_CREDENTIAL && CREDENTIAL.matcher(credential).matches(),
                "must be visible ASCII characters, copied whole and without blanks around them");
        return credential;
    }

    Optional<Provider> provider(Providers providers, @Nullable String name) {
        Optional<Provider> provider = Optional.ofNullable(name).flatMap(providers::find);
        expect("provider", provider.isPresent(), "must be the name of one of GET /v1/providers");
        return provider;
    }

    /** The scopes, closed under what the provider's form ticks with them. */
    List<String> permissions(Provider provider, @Nullable List<@Nullable String> scopes) {
        List<String> wanted = new ArrayList<>();
        for (String scope : errors.list("permissions", scopes, MAX_PERMISSIONS, "scopes")) {
            int index = wanted.size();
            expect(
                    "permissions[" + index + "]",
                    scope != null && provider.permission(scope).isPresent(),
                    "must be a scope that GET /v1/providers/" + provider.name() + " lists");
            wanted.add(String.valueOf(scope));
        }
        List<String> closed = provider.closed(wanted);
        provider.required().stream()
                .filter(scope -> !closed.contains(scope))
                .forEach(scope -> errors.add("permissions", lacking(provider, scope)));
        return closed;
    }

    private static String lacking(Provider provider, String scope) {
        Provider.Permission permission = provider.permission(scope).orElseThrow();
        return "must hold "
                + scope
                + ": without "
                + permission.area()
                + ": "
                + permission.name()
                + " "
                + provider.displayName()
                + " does not say who connected, and no connection can be made";
    }

    List<String> returnUrls(@Nullable List<@Nullable String> prefixes) {
        List<String> read = new ArrayList<>();
        for (String prefix : errors.list("return_urls", prefixes, MAX_RETURN_URLS, "prefixes")) {
            String text = Objects.requireNonNullElse(prefix, "");
            int index = read.size();
            ReturnUrls.objection(text)
                    .ifPresent(what -> errors.add("return_urls[" + index + "]", what));
            read.add(text);
        }
        expect(
                "return_urls",
                read.stream().mapToInt(String::length).sum() <= MAX_RETURN_URL_CHARACTERS,
                "must be at most " + MAX_RETURN_URL_CHARACTERS + " characters in all");
        return read;
    }

    /** Origins as a browser compares them (CSP 3 §2.3.1): no path, no wildcard, https. */
    List<String> frameAncestors(@Nullable List<@Nullable String> origins) {
        List<String> read = new ArrayList<>();
        for (String given :
                errors.list("frame_ancestors", origins, MAX_FRAME_ANCESTORS, "origins")) {
            String text = Objects.requireNonNullElse(given, "");
            expect(
                    "frame_ancestors[" + read.size() + "]",
                    ReturnUrls.objection(text).isEmpty()
                            && ReturnUrls.origin(text).equals(Optional.of(text)),
                    "must be an origin like https://app.example, without a path");
            read.add(text);
        }
        return read;
    }

    /** How the pages look; the logo may be the one that the profile has. */
    BrandSettings branding(String tenantId, @Nullable Branding given, @Nullable String logo) {
        return BrandingInput.read(errors, tenantId, given, logo);
    }

    String status(String text) {
        errors.status(text);
        return text;
    }

    private void expect(String field, boolean good, String otherwise) {
        errors.require(good, field, otherwise);
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException {@code validation_failed} naming every wrong field
     */
    void end() {
        errors.end();
    }
}
