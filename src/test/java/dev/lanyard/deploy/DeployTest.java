package dev.lanyard.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests in deploy/: what each overlay makes, and what every object of it keeps to. */
class DeployTest {
    private static final Path OVERLAYS = Path.of("deploy", "overlays");

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production", "high-availability"})
    void everyObjectPassesStrictValidation(String overlay) {
        assertThat(build(overlay)).isNotEmpty();
        build(overlay)
                .forEach(
                        (name, object) ->
                                assertThatCode(() -> Schemas.validate(object))
                                        .as(name)
                                        .doesNotThrowAnyException());
    }

    /** Its token is for Lanyard alone, and it has no other. */
    @Test
    void theExampleWorkloadBringsAProjectedToken() {
        Map<String, ObjectNode> objects =
                Kustomization.build(Path.of("deploy", "example-workload"));
        objects.forEach(
                (name, object) ->
                        assertThatCode(() -> Schemas.validate(object))
                                .as(name)
                                .doesNotThrowAnyException());

        JsonNode pod = objects.get("Deployment/notes").at("/spec/template/spec");
        JsonNode token = pod.at("/volumes/0/projected/sources/0/serviceAccountToken");
        assertThat(token.path("audience").textValue()).isEqualTo("lanyard");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.path("serviceAccountName").textValue()).isEqualTo("notes");
        assertThat(objects).containsKey("ServiceAccount/notes");
    }

    @Test
    void validationFindsAnUnknownFieldAWrongTypeAndAMissingField() {
        ObjectNode deployment = build("demo").get("Deployment/lanyard");
        ObjectNode unknown = deployment.deepCopy();
        ((ObjectNode) unknown.at("/spec/template/spec")).put("seccompProfil", "x");
        ObjectNode wrong = deployment.deepCopy();
        ((ObjectNode) wrong.get("spec")).put("replicas", "two");
        ObjectNode missing = deployment.deepCopy();
        ((ObjectNode) missing.get("spec")).remove("selector");

        assertThatThrownBy(() -> Schemas.validate(unknown)).hasMessageContaining("seccompProfil");
        assertThatThrownBy(() -> Schemas.validate(wrong)).hasMessageContaining("two");
        assertThatThrownBy(() -> Schemas.validate(missing)).hasMessageContaining("selector");
    }

    /** Where kubectl is there, it has the last word on what an overlay makes. */
    @ParameterizedTest
    @ValueSource(strings = {"demo", "production", "high-availability"})
    void isWhatKubectlMakesOfIt(String overlay) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
                "kubectl is not installed");
        Process kubectl =
                new ProcessBuilder("kubectl", "kustomize", OVERLAYS.resolve(overlay).toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String made = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(kubectl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(kubectl.exitValue()).isZero();
        assertThat(sorted(byName(Kustomization.documents(made)))).isEqualTo(sorted(build(overlay)));
    }

    private static Map<String, ObjectNode> byName(List<ObjectNode> objects) {
        return objects.stream().collect(Collectors.toMap(Kustomization::name, object -> object));
    }

    /** Lists with keys have no order: both texts of an object with its lists sorted. */
    private static Map<String, String> sorted(Map<String, ObjectNode> objects) {
        return objects.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                object ->
                                        Stream.of(Kustomization.yaml(object.getValue()).split("\n"))
                                                .map(line -> line.replaceFirst("^[ -]*", ""))
                                                .sorted()
                                                .collect(Collectors.joining("\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production", "high-availability"})
    void everyPodIsHardened(String overlay) {
        List<JsonNode> pods = pods(overlay);

        assertThat(pods).hasSizeGreaterThanOrEqualTo(2);
        for (JsonNode pod : pods) {
            assertThat(pod.path("automountServiceAccountToken")).hasToString("false");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                    .isEqualTo("RuntimeDefault");
            for (JsonNode container : pod.path("containers")) {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.path("allowPrivilegeEscalation")).hasToString("false");
                assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production", "high-availability"})
    void everyImageHasATagThatStays(String overlay) {
        assertThat(images(overlay))
                .isNotEmpty()
                .allSatisfy(image -> assertThat(image).matches("[a-z0-9./-]+:\\d[\\w.-]*"));
    }

    private static List<String> images(String overlay) {
        List<String> images = new ArrayList<>();
        build(overlay).values().forEach(object -> images.addAll(texts(object, "image")));
        build(overlay).values().forEach(object -> images.addAll(texts(object, "imageName")));
        return images;
    }

    private static List<String> texts(JsonNode object, String field) {
        return object.findValues(field).stream().map(JsonNode::asText).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production", "high-availability"})
    void replicasRollWithoutAGapAndDoNotMigrate(String overlay) {
        Map<String, ObjectNode> objects = build(overlay);
        JsonNode rolling = objects.get("Deployment/lanyard").at("/spec/strategy/rollingUpdate");

        assertThat(rolling.path("maxUnavailable").asInt(-1)).isZero();
        assertThat(objects.get("ConfigMap/lanyard").at("/data/LANYARD_MIGRATE_AT_START").asText())
                .isEqualTo("false");
        assertThat(objects.get("Job/lanyard-migrate").findValue("args").get(0).asText())
                .isEqualTo("migrate");
    }

    /** The grace covers LANYARD_SHUTDOWN_DELAY and the 30 s that running work has after it. */
    @Test
    void leavesTimeToEnd() {
        Map<String, ObjectNode> objects = build("production");
        String delay = objects.get("ConfigMap/lanyard").at("/data/LANYARD_SHUTDOWN_DELAY").asText();
        int grace =
                objects.get("Deployment/lanyard")
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt();

        assertThat(Integer.parseInt(delay.replace("s", "")) + 30).isLessThan(grace);
    }

    @Test
    void probesAreOnTheManagementPort() {
        JsonNode container =
                build("production").get("Deployment/lanyard").findValue("containers").get(0);

        assertThat(container.at("/startupProbe/httpGet/path").asText())
                .isEqualTo("/q/health/started");
        assertThat(container.at("/livenessProbe/httpGet/path").asText())
                .isEqualTo("/q/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText())
                .isEqualTo("/q/health/ready");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.at("/" + probe + "/httpGet/port").asText())
                    .isEqualTo("management");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "high-availability"})
    void thePublicReachesNeitherTheOperatorsApiNorTheManagementPort(String overlay) {
        List<ObjectNode> ingresses =
                build(overlay).values().stream()
                        .filter(object -> object.path("kind").asText().equals("Ingress"))
                        .toList();

        assertThat(ingresses.stream().flatMap(ingress -> texts(ingress, "path").stream()))
                .containsExactlyInAnyOrder(
                        "/connect",
                        "/v1",
                        "/console",
                        "/docs",
                        "/guide",
                        "/v1/connections/import",
                        "/v1/connections/[^/]+/proxy");
        for (ObjectNode ingress : ingresses) {
            assertThat(ingress.findValues("port"))
                    .allMatch(port -> port.at("/name").asText().equals("http"));
            assertThat(ingress.at("/spec/tls/0/secretName").asText()).isNotEmpty();
            assertThat(ingress.at("/metadata/annotations").toString())
                    .contains("proxy-body-size", "limit-rps", "limit-connections");
        }
    }

    @Test
    void whatIsStreamedHasNoLimitAndIsNotBuffered() {
        JsonNode annotations =
                build("production").get("Ingress/lanyard-streams").at("/metadata/annotations");

        assertThat(annotations.toString())
                .contains(
                        "proxy-body-size\":\"0\"",
                        "proxy-request-buffering\":\"off\"",
                        "proxy-buffering\":\"off\"");
    }

    @Test
    void theNetworkPolicyLetsDnsOfTheNodeAndIpv6Out() {
        assertThat(build("production").get("NetworkPolicy/lanyard").toString())
                .contains("169.254.20.10/32", "::/0");
    }

    @Test
    void theAutoscalerAloneHasTheNumberOfReplicas() {
        assertThat(
                        build("production")
                                .get("Deployment/lanyard")
                                .at("/spec/replicas")
                                .isMissingNode())
                .isTrue();
        assertThat(
                        build("high-availability")
                                .get("Deployment/lanyard")
                                .at("/spec/replicas")
                                .isMissingNode())
                .isTrue();
    }

    @Test
    void noSecretValueStandsOutsideTheExample() throws IOException {
        Set<String> secret =
                Set.of(
                        "LANYARD_DB_PASSWORD",
                        "LANYARD_DB_MIGRATION_PASSWORD",
                        "LANYARD_VAULT_KEYS",
                        "LANYARD_ADMIN_TOKEN");
        try (Stream<Path> files = Files.walk(Path.of("deploy"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().contains(".example.")) {
                    assertThat(Files.readString(file))
                            .as(file.toString())
                            .doesNotContain("kind: Secret\n", "stringData")
                            .satisfies(
                                    text ->
                                            assertThat(secret)
                                                    .noneMatch(key -> givesValue(text, key)));
                }
            }
        }
    }

    @Test
    void composeHardensLanyardAndPinsItsImages() throws IOException {
        JsonNode services =
                Kustomization.documents(Files.readString(Path.of("deploy", "compose.yaml")))
                        .get(0)
                        .path("services");
        JsonNode lanyard = services.path("lanyard");

        assertThat(texts(services, "image"))
                .hasSize(2)
                .allSatisfy(image -> assertThat(image).matches("[a-z0-9./-]+:\\d[\\w.-]*"));
        assertThat(lanyard.path("read_only").asBoolean()).isTrue();
        assertThat(lanyard.at("/cap_drop/0").asText()).isEqualTo("ALL");
        lanyard.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
        Path context = Path.of("deploy", lanyard.at("/build/context").asText());
        assertThat(context.resolve(lanyard.at("/build/dockerfile").asText())).exists();
    }

    private static boolean givesValue(String text, String key) {
        return text.lines()
                .anyMatch(line -> line.matches("\\s*" + key + ": (?!\\$\\{" + key + ":\\?).+"));
    }

    private static List<JsonNode> pods(String overlay) {
        return build(overlay).values().stream()
                .map(object -> object.at("/spec/template/spec"))
                .filter(pod -> pod.has("containers"))
                .toList();
    }

    private static Map<String, ObjectNode> build(String overlay) {
        return Kustomization.build(OVERLAYS.resolve(overlay));
    }
}
