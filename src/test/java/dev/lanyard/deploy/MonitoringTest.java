package dev.lanyard.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard, against the metrics there are and the runbooks there are. */
class MonitoringTest {
    private static final Pattern METRIC = Pattern.compile("\\blanyard_\\w+");
    private static final Pattern SELECTOR = Pattern.compile("(lanyard_\\w+)\\{([^}]*)\\}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)[=!]~?\"([^\"]*)\"");
    private static final Pattern DOCUMENTED =
            Pattern.compile(
                    "^\\| `(lanyard_\\w+)` \\| (\\w+) \\| ([^|]*)\\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern RUNBOOK =
            Pattern.compile(
                    "^### (Lanyard\\w+)\n(.*?)(?=^#|\\z)", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void alertsAndPanelsUseMetricsThatExist() throws IOException {
        Set<String> samples = new TreeSet<>();
        documented()
                .forEach(
                        metric -> {
                            suffixes(metric.group(2))
                                    .forEach(suffix -> samples.add(metric.group(1) + suffix));
                        });

        assertThat(expressions())
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        expression ->
                                assertThat(METRIC.matcher(expression).results())
                                        .isNotEmpty()
                                        .extracting(MatchResult::group)
                                        .isSubsetOf(samples));
    }

    private static List<String> suffixes(String type) {
        return switch (type) {
            case "histogram" -> List.of("_bucket", "_count", "_sum");
            case "summary" -> List.of("_count", "_sum");
            default -> List.of("");
        };
    }

    private static String family(String sample) {
        return sample.replaceFirst("(_seconds)_(bucket|count|sum)$", "$1");
    }

    @Test
    void everyMetricIsOnTheDashboard() throws IOException {
        String board = String.join("\n", panels());

        assertThat(documented()).allSatisfy(metric -> assertThat(board).contains(metric.group(1)));
    }

    @Test
    void selectorsNameLabelsThatTheMetricHas() throws IOException {
        Map<String, String> labels =
                documented().stream()
                        .collect(Collectors.toMap(row -> row.group(1), row -> row.group(3)));
        for (String expression : expressions()) {
            for (MatchResult selector : SELECTOR.matcher(expression).results().toList()) {
                assertThat(LABEL.matcher(selector.group(2)).results())
                        .isNotEmpty()
                        .allSatisfy(
                                label ->
                                        assertThat(labels.get(family(selector.group(1))))
                                                .contains("`" + label.group(1) + "`"));
            }
        }
    }

    @Test
    void everyAlertHasItsRunbook() throws IOException {
        Map<String, String> runbooks =
                RUNBOOK.matcher(Files.readString(Path.of("docs", "operations.md")))
                        .results()
                        .collect(Collectors.toMap(book -> book.group(1), book -> book.group(2)));

        assertThat(alerts())
                .extracting(alert -> alert.path("alert").asText())
                .containsExactlyInAnyOrderElementsOf(runbooks.keySet());
        assertThat(runbooks.values())
                .allSatisfy(
                        book ->
                                assertThat(book)
                                        .contains("**Symptom.**", "**Look at.**", "**Do.**"));
        assertThat(alerts())
                .allSatisfy(
                        alert ->
                                assertThat(alert.at("/annotations/runbook_url").asText())
                                        .endsWith(
                                                "/operations.md#"
                                                        + alert.path("alert")
                                                                .asText()
                                                                .toLowerCase(Locale.ROOT)));
    }

    private static List<MatchResult> documented() throws IOException {
        return DOCUMENTED
                .matcher(Files.readString(Path.of("docs", "metrics.md")))
                .results()
                .toList();
    }

    private static List<String> expressions() throws IOException {
        List<String> all = new ArrayList<>(panels());
        alerts().forEach(alert -> all.add(alert.path("expr").asText()));
        return all;
    }

    private static List<String> panels() throws IOException {
        JsonNode board =
                new ObjectMapper()
                        .readTree(Path.of("deploy", "monitoring", "dashboard.json").toFile());
        return board.findValues("expr").stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        Kustomization.build(Path.of("deploy", "monitoring"))
                .get("PrometheusRule/lanyard")
                .at("/spec/groups/0/rules")
                .forEach(alerts::add);
        return alerts;
    }
}
