package dev.lanyard.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lanyard.js} as tenants load it. */
@QuarkusTest
class TenantScriptTest {

    @ParameterizedTest
    @ValueSource(strings = {"js", "mjs"})
    void isSmallAndTheSameUnderBothNames(String ending) throws IOException {
        Response newest = given().get("/connect/lanyard." + ending);
        Response pinned =
                given().get("/connect/assets/lanyard-" + TenantScript.VERSION + "." + ending);

        assertThat(newest.statusCode()).isEqualTo(200);
        assertThat(newest.contentType()).startsWith("text/javascript");
        assertThat(pinned.asString()).isEqualTo(newest.asString());
        assertThat(pinned.header("Cache-Control")).contains("immutable");
        assertThat(pinned.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(zipped(newest.asString())).isLessThan(4096);
    }

    @Test
    void itsTypesAreThere() {
        assertThat(given().get("/connect/lanyard.d.ts").asString())
                .contains("export declare function connect");
    }

    /** A change of the script changes its hash: then it is another version, and pages say so. */
    @ParameterizedTest
    @ValueSource(strings = {"js", "mjs"})
    void theDocumentedHashIsItsOwn(String ending) throws IOException {
        String name = "/connect/assets/lanyard-" + TenantScript.VERSION + "." + ending;
        String hash = TenantScript.integrity(given().get(name).asString());

        assertThat(given().get("/connect/lanyard.json").asString()).contains(hash);
        assertThat(Files.readString(Path.of("docs/embedding.md"))).contains(name, hash);
    }

    @Test
    void anotherVersionIsUnknown() {
        assertThat(given().get("/connect/assets/lanyard-0.1.js").statusCode()).isEqualTo(404);
    }

    private static int zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.size();
    }
}
