package dev.lanyard;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthTest {
    @ConfigProperty(name = "quarkus.management.test-port")
    int port;

    @Test
    void isReadyWhenTheDatabaseIsMigratedAndOpen() {
        given().port(port)
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'database' }.status", equalTo("UP"));
    }

    @Test
    void isLiveAndStarted() {
        given().port(port).get("/q/health/live").then().statusCode(200);
        given().port(port).get("/q/health/started").then().statusCode(200);
    }
}
