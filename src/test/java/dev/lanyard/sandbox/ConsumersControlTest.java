package dev.lanyard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.id.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConsumersControlTest {
    @ConfigProperty(name = "lanyard.public-url")
    String publicUrl;

    @Inject Consumers consumers;

    private SandboxClient sandbox;

    @BeforeEach
    void open() {
        sandbox = new SandboxClient(URI.create(publicUrl));
    }

    @Test
    void takesAKeyAndSecretOfAnyLength() {
        String key = "k/" + Ids.random() + " ü";
        JsonObject fields = JsonObject.of("client_id", key, "client_secret", "s");

        SandboxClient.Credentials created = sandbox.createConsumer(fields);

        assertThat(created).isEqualTo(new SandboxClient.Credentials(key, "s"));
        assertThat(sandbox.grants(key)).isEmpty();
    }

    @Test
    void refusesAKeyThatIsTaken() {
        JsonObject fields = JsonObject.of("client_id", Ids.next("key-"));
        sandbox.createConsumer(fields);

        assertThatThrownBy(() -> sandbox.createConsumer(fields)).hasMessageContaining("conflict");
    }

    @Test
    void refusesANameThatIsNotWhatItLooksLike() {
        for (String name : List.of("Acme\u202Eevil", " ", "\u3164", "x".repeat(501))) {
            assertThatThrownBy(() -> sandbox.createConsumer(JsonObject.of("name", name)))
                    .hasMessageContaining("\"field\":\"name\"");
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> sandbox.createConsumer(JsonObject.of("grace", 1)))
                .hasMessageContaining("\"field\":\"grace\"");
        assertThatThrownBy(() -> sandbox.createConsumer("https://c.example/cb", "root"))
                .hasMessageContaining("unknown scope: root");
        assertThatThrownBy(() -> sandbox.createConsumer("/relative"))
                .hasMessageContaining("callback_url");
    }

    @Test
    void forgetsADeletedConsumer() {
        String key = sandbox.createConsumer("https://c.example/cb").clientId();

        sandbox.delete(key);

        assertThatThrownBy(() -> sandbox.grants(key)).hasMessageContaining("not_found");
    }

    @Test
    void makesSureOfADemoConsumerEachTimeAnew() throws Throwable {
        String key = Ids.next("demo-");
        ensure(key, "first");

        ensure(key, "second");

        Wire wire = new Wire(sandbox, new SandboxClient.Credentials(key, "second"));
        assertThat(wire.connect().getString("scopes")).isEqualTo("email account");
    }

    private void ensure(String key, String secret) throws Throwable {
        VertxContextSupport.subscribeAndAwait(
                () ->
                        consumers.ensureConsumer(
                                key, secret, "Demo", Wire.CALLBACK, List.of("account")));
    }
}
