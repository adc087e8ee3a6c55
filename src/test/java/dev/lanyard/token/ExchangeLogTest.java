package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.TestProviders;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.Test;

/** No operator can make the log hold a code, a secret or a token. */
@QuarkusTest
@TestProfile(ExchangeLogTest.EverythingIsLogged.class)
class ExchangeLogTest {
    private static final String LIBRARY = "io.quarkus.oidc.client.runtime.OidcClientImpl";

    @Inject TokenEndpoint endpoint;

    /** By {@code QUARKUS_LOG_LEVEL} and {@code QUARKUS_LOG_CATEGORY__…}. */
    public static final class EverythingIsLogged implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.log.console.level",
                    "ERROR",
                    "quarkus.log.category.\"io.quarkus.oidc\".level",
                    "TRACE",
                    "quarkus.log.category.\"io.quarkus.oidc.client\".level",
                    "ALL",
                    "quarkus.log.category.\"" + LIBRARY + "\".level",
                    "TRACE",
                    "quarkus.log.category.\"io.vertx\".level",
                    "TRACE");
        }
    }

    @Test
    void noCategoryOfTheLibraryIsLoggedBelowError() {
        assertThat(Logger.getLogger(LIBRARY).isLoggable(Level.WARNING)).isFalse();
        assertThat(
                        Logger.getLogger("io.quarkus.oidc.common.runtime.OidcCommonUtils")
                                .isLoggable(Level.WARNING))
                .isFalse();
    }

    @Test
    void logsNoCodeSecretOrTokenAtAnyLevel() {
        Level former = Logger.getLogger("").getLevel();
        LogRecorder log = new LogRecorder();
        log.begin();
        Logger.getLogger("").setLevel(Level.ALL);
        try (RawProvider provider = new RawProvider()) {
            provider.does(
                    RawProvider.answer(
                            "200 OK",
                            "",
                            "{\"access_token\":\"canary-at\",\"refresh_token\":\"canary-rt\"}"));
            assertThat(exchange()).isInstanceOf(TokenResponse.Issued.class);
            provider.does(
                    RawProvider.answer(
                            "400 Bad", "", "{\"error\":\"invalid_grant\",\"code\":\"canary\"}"));
            assertThat(exchange()).isInstanceOf(TokenResponse.Refused.class);
            provider.does(RawProvider.answer("200 OK", "", "canary"));
            assertThat(exchange()).isInstanceOf(TokenResponse.Malformed.class);
            provider.does(RawProvider::reset);
            assertThat(exchange()).isInstanceOf(TokenResponse.Ambiguous.class);
        } finally {
            Logger.getLogger("").setLevel(former);
        }
        assertThat(log.end()).contains("io.vertx").doesNotContain("canary", "OIDC");
    }

    private TokenResponse exchange() {
        ClientCredentials client =
                new ClientCredentials(
                        URI.create(
                                "http://localhost:"
                                        + TestProviders.wildPort()
                                        + "/site/oauth2/access_token"),
                        ClientCredentials.Method.CLIENT_SECRET_POST,
                        "id",
                        "canary-secret");
        return endpoint.exchange(client, "canary-code", Optional.of("canary-v"), Optional.empty())
                .await()
                .atMost(Duration.ofSeconds(20));
    }
}
