package dev.lanyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BuildInfoTest {
    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @ConfigProperty(name = "quarkus.application.version")
    String version;

    @Test
    void tellsVersionAndCommit() throws Exception {
        Response answer = given().port(managementPort).get("/q/info");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("version")).isEqualTo(version);
        if (Files.exists(Path.of(".git"))) {
            assertThat(answer.jsonPath().getString("commit")).matches("[0-9a-f]{40}");
        }
    }

    @Test
    void isNotServedAtThePublicPort() {
        given().get("/q/info").then().statusCode(404);
    }
}
