package dev.lanyard.guide;

import dev.lanyard.provider.Provider;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider's guide, filled in.
 *
 * @param blanks the reader's own names that addresses need ({@code workspace}), and what was given
 */
record SetupGuide(
        String name,
        String displayName,
        String publicUrl,
        String callbackUrl,
        List<GuideStep> steps,
        List<Blank> blanks,
        PermissionChoice choice) {
    private static final Pattern BLANK = Pattern.compile("\\{([a-z_]{1,30})}");
    private static final Pattern GIVEN = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String CALLBACK = "{callback_url}";

    /** A name of the reader's own. */
    record Blank(String name, String given) {}

    /** A piece of a step's text. */
    record GuidePart(String text, boolean callback) {}

    /**
     * A step.
     *
     * @param url the page to open; empty: none
     * @param ready whether it is an address already, all blanks filled in
     */
    record GuideStep(String title, List<GuidePart> parts, String url, boolean ready) {}

    /**
     * Fills a guide in.
     *
     * @param given parameters of the request
     */
    static SetupGuide of(
            Provider provider,
            URI callbackUrl,
            String publicUrl,
            UnaryOperator<String> given,
            List<String> permissions) {
        Map<String, String> blanks = blanks(provider, given);
        return new SetupGuide(
                provider.name(),
                provider.displayName(),
                publicUrl,
                callbackUrl.toString(),
                provider.setupSteps().stream()
                        .map(step -> step(step, callbackUrl, blanks))
                        .toList(),
                blanks.entrySet().stream()
                        .map(blank -> new Blank(blank.getKey(), blank.getValue()))
                        .toList(),
                PermissionChoice.of(provider, permissions));
    }

    /** The blanks of all addresses; empty text where nothing usable was given. */
    private static Map<String, String> blanks(Provider provider, UnaryOperator<String> given) {
        Map<String, String> blanks = new LinkedHashMap<>();
        for (Provider.SetupStep step : provider.setupSteps()) {
            Matcher blank = BLANK.matcher(step.url().orElse(""));
            while (blank.find()) {
                String value = Optional.ofNullable(given.apply(blank.group(1))).orElse("").strip();
                blanks.put(blank.group(1), GIVEN.matcher(value).matches() ? value : "");
            }
        }
        return blanks;
    }

    private static GuideStep step(
            Provider.SetupStep step, URI callbackUrl, Map<String, String> blanks) {
        String url = filled(step.url().orElse(""), blanks);
        return new GuideStep(
                step.title(),
                parts(filledAddresses(step.text(), blanks), callbackUrl.toString()),
                url,
                isAddress(url));
    }

    private static boolean isAddress(String url) {
        return url.matches("https?://.*") && !BLANK.matcher(url).find();
    }

    private static String filled(String text, Map<String, String> blanks) {
        String filled = text;
        for (Map.Entry<String, String> blank : blanks.entrySet()) {
            if (!blank.getValue().isEmpty()) {
                filled = filled.replace("{" + blank.getKey() + "}", blank.getValue());
            }
        }
        return filled;
    }

    /** A text speaks of its blanks, too: only those of addresses are filled in. */
    private static String filledAddresses(String text, Map<String, String> blanks) {
        String filled = text;
        for (Map.Entry<String, String> blank : blanks.entrySet()) {
            if (!blank.getValue().isEmpty()) {
                filled = filled.replace("/{" + blank.getKey() + "}", "/" + blank.getValue());
            }
        }
        return filled;
    }

    private static List<GuidePart> parts(String text, String callbackUrl) {
        List<GuidePart> parts = new ArrayList<>();
        String[] pieces = text.split(Pattern.quote(CALLBACK), -1);
        for (int i = 0; i < pieces.length; i++) {
            if (i > 0) {
                parts.add(new GuidePart(callbackUrl, true));
            }
            if (!pieces[i].isEmpty()) {
                parts.add(new GuidePart(pieces[i], false));
            }
        }
        return parts;
    }

    /** The call that makes the connector profile. */
    public String command() {
        return """
        curl -s %s/v1/connector-profiles -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
          -d '{"provider": "%s", "name": "%s", "client_id": "…", "client_secret": "…",
               "permissions": %s, "return_urls": ["https://app.acme.example/connected"]}'\
        """
                .formatted(publicUrl, name, name, choice.json());
    }
}
