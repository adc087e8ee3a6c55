package dev.lanyard.rig;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** axe-core in a page that {@link Chromium} shows: what keeps somebody from using it. */
public final class Axe {
    private static final String SCRIPT = script() + ";undefined";
    private static final String RUN =
            """
            async foreign => {
              const found = await axe.run({exclude: foreign}, {resultTypes: ['violations']});
              return found.violations.flatMap(rule => rule.nodes.map(node =>
                `${rule.id} (${rule.impact}) ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`));
            }
            """;

    private Axe() {}

    /**
     * All that axe-core objects to, by all its rules; a line for each element.
     *
     * @param foreign selectors of what others wrote
     */
    public static List<String> violations(Page page, String... foreign) {
        page.evaluate(SCRIPT);
        List<String> lines = new ArrayList<>();
        for (Object line : (List<?>) page.evaluate(RUN, List.of(foreign))) {
            lines.add(page.url() + " " + line);
        }
        return lines;
    }

    private static String script() {
        try (InputStream file = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
