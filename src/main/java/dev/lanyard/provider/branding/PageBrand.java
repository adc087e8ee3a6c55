package dev.lanyard.provider.branding;

import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * How one page looks: the profile's branding, and the operator's where it has none.
 *
 * @param logo the address of an image on this host; null: none is shown
 * @param color {@code #rrggbb}; null: Lanyard's own
 * @param intro null: none is shown
 * @param supportUrl null: none is shown
 */
@TemplateData // handed on to another template, where no other resolver is made of it
public record PageBrand(
        @Nullable String logo,
        @Nullable String color,
        @Nullable String intro,
        @Nullable String supportUrl) {
    /** Lanyard's own. */
    public static final PageBrand PLAIN = new PageBrand(null, null, null, null);

    private static final String ASSETS = "/connect/assets/";

    /** A profile's own. */
    public static PageBrand of(
            @Nullable String logoId,
            @Nullable String color,
            @Nullable String intro,
            @Nullable String supportUrl) {
        return new PageBrand(
                logoId == null ? null : LogoResource.path(logoId), color, intro, supportUrl);
    }

    /** The stylesheet: one that has the colour in it, so that no page needs a style of its own. */
    public String style() {
        return color == null
                ? ASSETS + "lanyard.css"
                : ASSETS + "colors/" + color.substring(1) + "/lanyard.css";
    }

    /** What a tab shows; the logo, which is loaded anyway. */
    public String icon() {
        return logo == null ? ASSETS + "lanyard.svg" : logo;
    }

    /** This one, and what it lacks from another. */
    PageBrand over(PageBrand other) {
        return new PageBrand(
                logo == null ? other.logo : logo,
                color == null ? other.color : color,
                intro == null ? other.intro : intro,
                supportUrl == null ? other.supportUrl : supportUrl);
    }
}
