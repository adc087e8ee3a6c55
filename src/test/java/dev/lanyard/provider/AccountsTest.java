package dev.lanyard.provider;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.config.Config;
import dev.lanyard.sandbox.SandboxClient;
import dev.lanyard.sandbox.SandboxClient.Credentials;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AccountsTest {
    @Inject Config config;
    @Inject Accounts accounts;
    @Inject Providers providers;

    private SandboxClient sandbox;
    private Credentials consumer;

    @BeforeEach
    void makeConsumer() {
        sandbox = new SandboxClient(config.publicUrl());
        consumer = sandbox.createConsumer("https://client.example/callback", "repository");
    }

    @Test
    void knowTheAccountItsAddressAndWhatWasGranted() {
        AccountLookup answer = ask(accessToken());

        assertThat(answer).isInstanceOf(AccountLookup.Known.class);
        AccountLookup.Known known = (AccountLookup.Known) answer;
        assertThat(known.account().id()).matches("\\{[0-9a-f-]{36}}");
        assertThat(known.account().name()).isEqualTo("Ada Lovelace");
        assertThat(known.account().username()).isEqualTo("ada-lovelace");
        assertThat(known.account().email()).isEqualTo("ada-lovelace@example.com");
        assertThat(known.account().avatarUrl()).startsWith("https://");
        assertThat(known.account().profileUrl()).contains("/%7B");
        assertThat(known.granted()).hasValueSatisfying(this::holdsTheConsumersScopes);
    }

    private void holdsTheConsumersScopes(List<String> granted) {
        assertThat(granted).contains("account", "email", "repository");
    }

    @Test
    void doNotGuessWhatWasGranted() {
        String accessToken = accessToken();
        sandbox.faults(consumer.clientId(), fault("no_scopes_header", "user"));

        assertThat(ask(accessToken))
                .isInstanceOfSatisfying(
                        AccountLookup.Known.class,
                        known -> assertThat(known.granted()).isEqualTo(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"error_5xx", "rate_limited", "dropped_answer", "malformed", "missing_permission"})
    void leaveTheAddressOutWhenItCannotBeAskedFor(String fault) {
        String accessToken = accessToken();
        sandbox.faults(consumer.clientId(), scopes(fault("" + fault, "emails"), "email"));

        assertThat(ask(accessToken))
                .isInstanceOfSatisfying(
                        AccountLookup.Known.class,
                        known -> assertThat(known.account().email()).isNull());
    }

    @Test
    void nameThePermissionThatIsMissing() {
        String accessToken = accessToken();
        sandbox.faults(consumer.clientId(), scopes(fault("missing_permission", "user"), "account"));

        assertThat(ask(accessToken))
                .isEqualTo(new AccountLookup.PermissionMissing(List.of("account")));
    }

    @Test
    void tellARefusedTokenApart() {
        assertThat(ask("made-up")).isEqualTo(new AccountLookup.TokenRefused());
    }

    @ParameterizedTest
    @ValueSource(strings = {"error_5xx", "rate_limited", "dropped_answer", "reset_before"})
    void sayThatTheProviderCannotBeAskedJustNow(String fault) {
        String accessToken = accessToken();
        sandbox.faults(consumer.clientId(), fault(fault, "user"));

        assertThat(ask(accessToken))
                .isInstanceOfSatisfying(
                        AccountLookup.Unanswered.class,
                        answer ->
                                assertThat(answer.detail())
                                        .startsWith("Bitbucket Sandbox")
                                        .doesNotContain(accessToken));
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "not_json", "empty", "huge"})
    void callAnAnswerThatIsNoJsonNoneThatWillStay(String shape) {
        String accessToken = accessToken();
        sandbox.faults(consumer.clientId(), fault("malformed", "user").put("as", shape));

        assertThat(ask(accessToken)).isInstanceOf(AccountLookup.Unanswered.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"array"})
    void callAnAnswerWithoutAnIdMalformed(String shape) {
        String accessToken = accessToken();
        sandbox.faults(consumer.clientId(), fault("malformed", "user").put("as", shape));

        assertThat(ask(accessToken)).isInstanceOf(AccountLookup.Unusable.class);
    }

    @Test
    void sayThatNobodyIsThereToAsk() {
        Provider sandboxEntry = providers.get("bitbucket-sandbox");
        Provider away =
                ProviderSamples.withAccountAt(sandboxEntry, URI.create("http://127.0.0.1:9"));

        assertThat(accounts.ask(away, "token").await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(AccountLookup.Unanswered.class);
    }

    private static JsonObject scopes(JsonObject fault, String scope) {
        return fault.getString("fault").equals("missing_permission")
                ? fault.put("scopes", JsonArray.of(scope))
                : fault;
    }

    private AccountLookup ask(String accessToken) {
        return accounts.ask(providers.get("bitbucket-sandbox"), accessToken)
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private String accessToken() {
        URI authorize =
                URI.create(
                        providers.get("bitbucket-sandbox").authorizationEndpoint()
                                + "?response_type=code&client_id="
                                + consumer.clientId());
        String query = sandbox.consent(authorize, "Ada Lovelace").getQuery();
        String code = query.replaceFirst(".*code=([^&]+).*", "$1");
        String answer =
                sandbox.token(consumer, Map.of("grant_type", "authorization_code", "code", code))
                        .body();
        return new JsonObject(answer).getString("access_token");
    }
}
