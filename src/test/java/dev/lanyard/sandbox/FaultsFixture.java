package dev.lanyard.sandbox;

import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/** A client of the sandbox with a grant, and its faults. */
abstract class FaultsFixture {
    @ConfigProperty(name = "lanyard.public-url")
    String publicUrl;

    Wire wire;
    String token;

    @BeforeEach
    void connect() {
        wire = Wire.of(publicUrl, JsonObject.of("grace_seconds", 0));
        token = wire.connect().getString("refresh_token");
    }

    void switchOn(JsonObject... faults) {
        wire.sandbox().faults(wire.clientId(), faults);
    }

    int counts(String outcome) {
        return wire.sandbox()
                .presentations(wire.clientId())
                .getJsonObject("refresh_token")
                .getInteger(outcome);
    }
}
