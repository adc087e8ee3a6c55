package dev.lanyard.provider.branding;

import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.FieldErrors;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Branding}, and gathers all that is wrong with it. */
public final class BrandingInput {
    private static final int MAX_INTRO = 280;
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern MAIL =
            Pattern.compile("mailto:[A-Za-z0-9.!#$&'*+/=^_`{|}~-]+@[A-Za-z0-9.-]+");

    private final FieldErrors errors;
    private final UnaryOperator<String> field;

    /**
     * A reader.
     *
     * @param field what a field of the branding is called, where its error is told
     */
    BrandingInput(FieldErrors errors, UnaryOperator<String> field) {
        this.errors = errors;
        this.field = field;
    }

    /**
     * What is to be stored for a profile.
     *
     * @param given null: nothing
     * @param logo the id of the profile's logo until now; null: it has none
     */
    public static BrandSettings read(
            FieldErrors errors, String tenantId, @Nullable Branding given, @Nullable String logo) {
        return new BrandingInput(errors, name -> "branding." + name)
                .settings(tenantId, given == null ? Branding.NONE : given, logo);
    }

    private BrandSettings settings(String tenantId, Branding given, @Nullable String former) {
        boolean kept =
                given.logo() != null
                        && former != null
                        && given.logo().endsWith(LogoResource.PATH + "/" + former);
        BrandLogo image = kept ? null : logo(given.logo());
        String fresh =
                image == null ? null : TenantToken.issue(LogoResource.PREFIX, tenantId).text();
        return new BrandSettings(
                kept ? former : fresh,
                image,
                color(given.color()),
                intro(given.intro()),
                supportUrl(given.supportUrl()));
    }

    private @Nullable BrandLogo logo(@Nullable String url) {
        try {
            return url == null ? null : BrandLogo.parse(url);
        } catch (IllegalArgumentException e) {
            errors.add(field.apply("logo"), String.valueOf(e.getMessage()));
            return null;
        }
    }

    @Nullable String color(@Nullable String text) {
        Optional<BrandColor> color = Optional.ofNullable(text).flatMap(BrandColor::parse);
        errors.require(
                text == null || color.isPresent(),
                field.apply("color"),
                "must be a colour like #2f55d4");
        return color.map(BrandColor::text).orElse(null);
    }

    @Nullable String intro(@Nullable String text) {
        errors.name(field.apply("intro"), text, MAX_INTRO);
        return text;
    }

    @Nullable String supportUrl(@Nullable String url) {
        errors.require(
                url == null
                        || (url.length() <= FieldErrors.MAX_URL
                                && (MAIL.matcher(url).matches() || isPage(url))),
                field.apply("support_url"),
                "must be an https URL, or mailto: and an address, at most "
                        + FieldErrors.MAX_URL
                        + " characters long");
        return url;
    }

    private static boolean isPage(String url) {
        try {
            URI uri = VISIBLE.matcher(url).matches() ? URI.create(url) : URI.create("");
            return uri.getScheme() != null
                    && uri.getScheme().toLowerCase(Locale.ROOT).equals("https")
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
