package dev.lanyard.provider.profile;

import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleField;
import dev.lanyard.console.ConsoleForm;
import dev.lanyard.provider.branding.Branding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The console's form for how a profile's connect pages look. */
final class ProfileBrandingForm {
    private ProfileBrandingForm() {}

    /**
     * The form.
     *
     * @param filled what stands in it
     */
    static ConsoleBlock of(String profileId, Branding filled) {
        ConsoleForm form =
                ConsoleForm.of(
                        ProfileConsoleResource.ROOT + "/" + profileId + "/branding",
                        "Save",
                        ConsoleField.lines(
                                "logo",
                                "Logo",
                                "A data: URL of a PNG, JPEG or WebP image, at most 24 KiB; a shell"
                                        + " makes one: echo data:image/png;base64,$(base64 -w0"
                                        + " logo.png). The address that stands here keeps the logo"
                                        + " there is",
                                text(filled.logo())),
                        ConsoleField.optional(
                                "color",
                                "Colour",
                                "Of the button, like #2f55d4. Where it would be hard to read, a"
                                        + " darker or lighter shade is taken",
                                filled.color()),
                        ConsoleField.optional(
                                "intro",
                                "Introduction",
                                "A sentence below the heading, at most 280 characters",
                                filled.intro()),
                        ConsoleField.optional(
                                "support_url",
                                "Support",
                                "Where your users get help: https://… or mailto:…",
                                filled.supportUrl()));
        return ConsoleBlock.forms("The connect pages", List.of(form))
                .introduced("What is left empty is as the operator has it.");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
