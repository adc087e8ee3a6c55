package dev.lanyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** docs/metrics.md against what the management port gives out, in both directions. */
@QuarkusTest
class MetricsTest {
    private static final Pattern ROW =
            Pattern.compile(
                    "^\\| `(lanyard_\\w+)` \\| (\\w+) \\| ([^|]*)\\| \\S.* \\|$",
                    Pattern.MULTILINE);
    private static final Pattern TYPE =
            Pattern.compile("^# TYPE (lanyard_\\w+) (\\w+)$", Pattern.MULTILINE);
    private static final Pattern SAMPLE =
            Pattern.compile("^(lanyard_\\w+)\\{([^}]*)\\} ", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    @ConfigProperty(name = "quarkus.management.test-port")
    int port;

    @Test
    void areTheDocumentedOnesAndNoOthers() throws IOException {
        Map<String, String> documented = documented();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(types(scrape())).isEqualTo(documented));
    }

    @Test
    void haveTheDocumentedLabelsAndNoOthers() throws IOException {
        Map<String, Set<String>> documented = labelsDocumented();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(labels(scrape())).isEqualTo(documented));
    }

    /** A gauge registered twice is logged, and shows the first registration only. */
    @Test
    void leaveOutTheGaugesOfOneConnectionAmongMany() {
        assertThat(scrape())
                .contains("sql_queue")
                .doesNotContain("postgresql_queue_size", "postgresql_current");
    }

    @Test
    void haveLabelsOfWordsAndNoIds() {
        Fixtures.tenant();

        assertThat(SAMPLE.matcher(scrape()).results().map(sample -> sample.group(2)))
                .flatMap(labels -> LABEL.matcher(labels).results().toList())
                .filteredOn(label -> !label.group(1).equals("le"))
                .isNotEmpty()
                .allSatisfy(label -> assertThat(label.group(2)).matches("[a-z_-]{2,32}"));
    }

    private String scrape() {
        return given().port(port)
                .accept("text/plain;version=0.0.4")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static Map<String, String> types(String scrape) {
        return TYPE.matcher(scrape)
                .results()
                .filter(type -> !type.group(1).endsWith("_max"))
                .collect(
                        Collectors.toMap(
                                type -> type.group(1),
                                type -> type.group(2),
                                (first, second) -> first + " and " + second,
                                TreeMap::new));
    }

    private static Map<String, Set<String>> labels(String scrape) {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (MatchResult sample : SAMPLE.matcher(scrape).results().toList()) {
            if (!sample.group(1).endsWith("_max")) {
                LABEL.matcher(sample.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !label.equals("le"))
                        .forEach(
                                label ->
                                        labels.computeIfAbsent(
                                                        family(sample.group(1)),
                                                        name -> new TreeSet<>())
                                                .add(label));
            }
        }
        return labels;
    }

    /** A histogram's samples have suffixes. */
    private static String family(String sample) {
        return sample.replaceFirst("(_seconds)_(bucket|count|sum)$", "$1");
    }

    private static Map<String, String> documented() throws IOException {
        return ROW.matcher(page())
                .results()
                .collect(
                        Collectors.toMap(
                                row -> row.group(1),
                                row -> row.group(2),
                                (first, second) -> first + " and " + second,
                                TreeMap::new));
    }

    private static Map<String, Set<String>> labelsDocumented() throws IOException {
        return ROW.matcher(page())
                .results()
                .filter(row -> !row.group(3).isBlank())
                .collect(
                        Collectors.toMap(
                                row -> row.group(1),
                                row ->
                                        Pattern.compile("`(\\w+)`")
                                                .matcher(row.group(3))
                                                .results()
                                                .map(label -> label.group(1))
                                                .collect(Collectors.toCollection(TreeSet::new)),
                                (first, second) -> first,
                                TreeMap::new));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "metrics.md"));
    }
}
