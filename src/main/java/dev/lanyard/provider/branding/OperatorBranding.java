package dev.lanyard.provider.branding;

import dev.lanyard.config.Config;
import dev.lanyard.problem.FieldErrors;
import dev.lanyard.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the operator gives for profiles without a branding of their own, {@code LANYARD_BRAND_…}.
 */
@ApplicationScoped
public class OperatorBranding {
    private static final String PREFIX = "LANYARD_BRAND_";

    private final @Nullable BrandLogo logo;
    private final PageBrand brand;

    @Inject
    OperatorBranding(Config config) {
        this(config.brand());
    }

    private OperatorBranding(Config.BrandConfig config) {
        FieldErrors errors = new FieldErrors();
        BrandingInput input =
                new BrandingInput(errors, name -> PREFIX + name.toUpperCase(Locale.ROOT));
        this.logo = config.logoFile().map(file -> read(file, errors)).orElse(null);
        this.brand =
                new PageBrand(
                        logo == null ? null : LogoResource.path(name(logo)),
                        input.color(config.color().orElse(null)),
                        input.intro(config.intro().orElse(null)),
                        input.supportUrl(config.supportUrl().orElse(null)));
        errors.end();
    }

    /**
     * Reads it as it will be read.
     *
     * @throws IllegalArgumentException in one line, naming every key that is wrong
     */
    public static void check(Config config) {
        try {
            new OperatorBranding(config.brand());
        } catch (ProblemException e) {
            throw new IllegalArgumentException(
                    e.errors().stream()
                            .map(error -> error.field() + " " + error.message())
                            .collect(Collectors.joining("; ")),
                    e);
        }
    }

    private static @Nullable BrandLogo read(Path file, FieldErrors errors) {
        try {
            return BrandLogo.of(Files.readAllBytes(file));
        } catch (IOException e) {
            errors.add(PREFIX + "LOGO_FILE", "names a file that cannot be read");
        } catch (IllegalArgumentException e) {
            errors.add(PREFIX + "LOGO_FILE", String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** Every replica has the same, and a changed file another. */
    private static String name(BrandLogo logo) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(logo.image());
            return "operator_" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What pages show whose journey is nobody's in particular. */
    public PageBrand brand() {
        return brand;
    }

    /** A profile's, completed. */
    public PageBrand beneath(PageBrand profile) {
        return profile.over(brand);
    }

    /** The logo, if it is what this name stands for. */
    Optional<BrandLogo> logo(String name) {
        return Optional.ofNullable(logo)
                .filter(there -> LogoResource.path(name).equals(brand.logo()));
    }
}
