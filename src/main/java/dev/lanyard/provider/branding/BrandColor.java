package dev.lanyard.provider.branding;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A colour that pages can be read in, whichever it is: it fills the button, whose text is black or
 * white, and where it would be too faint as text it is made darker, or lighter in the dark. Ratios
 * are those of WCAG 2.2 (1.4.3 and 1.4.11).
 *
 * @param rgb {@code 0xrrggbb}
 */
public record BrandColor(int rgb) {
    /**
     * What text is told from. The ends of the pages' own scale, as {@code lanyard.css} has them.
     */
    static final BrandColor LIGHT_PAGE = new BrandColor(0xeef1f6);

    static final BrandColor LIGHT_CARD = new BrandColor(0xffffff);
    static final BrandColor DARK_CARD = new BrandColor(0x1a202c);
    static final BrandColor BLACK = new BrandColor(0x000000);
    static final BrandColor WHITE = new BrandColor(0xffffff);

    static final double TEXT = 4.5;
    static final double SHAPE = 3;
    private static final int STEPS = 20;
    private static final Pattern FORM = Pattern.compile("#[0-9A-Fa-f]{6}");

    /** The colour that this text is, {@code #2f55d4}; empty if it is none. */
    public static Optional<BrandColor> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new BrandColor(Integer.parseInt(text.substring(1), 16)))
                : Optional.empty();
    }

    /** Six digits, as the address of its stylesheet has them. */
    String hex() {
        return String.format(Locale.ROOT, "%06x", rgb);
    }

    /** {@code #2f55d4}. */
    String text() {
        return "#" + hex();
    }

    /** What to write on it: the one of black and white that stands out more, at least 4.58 to 1. */
    BrandColor ink() {
        return contrast(WHITE) >= contrast(BLACK) ? WHITE : BLACK;
    }

    /** As text on light pages. */
    BrandColor onLight() {
        return readable(BLACK, LIGHT_PAGE);
    }

    /** As text in the dark. */
    BrandColor onDark() {
        return readable(WHITE, DARK_CARD);
    }

    private BrandColor readable(BrandColor towards, BrandColor background) {
        BrandColor shade = this;
        for (int step = 1; shade.contrast(background) < TEXT && step <= STEPS; step++) {
            shade = mixed(towards, (double) step / STEPS);
        }
        return shade;
    }

    private BrandColor mixed(BrandColor other, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double value = channel(shift) * (1 - share) + other.channel(shift) * share;
            mixed |= (int) Math.round(value) << shift;
        }
        return new BrandColor(mixed);
    }

    private int channel(int shift) {
        return rgb >> shift & 0xff;
    }

    /** WCAG's contrast ratio, from 1 to 21. */
    double contrast(BrandColor other) {
        double one = luminance();
        double two = other.luminance();
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    }

    private double luminance() {
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0);
    }

    private double linear(int shift) {
        double value = channel(shift) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    /** The rules that follow those of {@code lanyard.css}. */
    public String rules() {
        return """

                :root{--accent:%s;--button:%s;--button-text:%s;--button-line:%s}
                @media (prefers-color-scheme:dark){:root{--accent:%s;--button-line:%s}}
                .button:hover{filter:none;text-decoration:underline}
                """
                .formatted(
                        onLight().text(),
                        text(),
                        ink().text(),
                        edge(onLight(), LIGHT_CARD).text(),
                        onDark().text(),
                        edge(onDark(), DARK_CARD).text());
    }

    /** The button's line: only where its colour alone would not show where it ends. */
    private BrandColor edge(BrandColor readable, BrandColor card) {
        return contrast(card) < SHAPE ? readable : this;
    }
}
