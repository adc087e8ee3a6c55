package dev.lanyard.sandbox;

import static dev.lanyard.sandbox.SandboxClient.once;
import static dev.lanyard.sandbox.Wire.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What goes wrong with the answer when the work is done. */
@QuarkusTest
class AnswerFaultsTest extends FaultsFixture {
    private Object expiresIn(String as) {
        switchOn(once("odd_expires_in", "exchange").put("as", as));
        return wire.connect().getValue("expires_in");
    }

    private Iterable<String> scopeFields(String as) {
        switchOn(once("scope_style", "exchange").put("as", as));
        return wire.connect().fieldNames();
    }

    @Test
    void answersLate() {
        switchOn(once("slow", "refresh").put("millis", 400));
        Instant start = Instant.now();

        int status = wire.refresh(token).statusCode();

        assertThat(status).isEqualTo(200);
        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void dropsTheAnswerAfterConsuming() {
        for (String ending : new String[] {"closed", "reset", "cut"}) {
            connect();
            switchOn(once("dropped_answer", "refresh").put("ending", ending));

            assertThatThrownBy(() -> wire.refresh(token)).hasCauseInstanceOf(IOException.class);
            assertThat(counts("accepted")).isEqualTo(1);
            assertThat(error(wire.refresh(token))).isEqualTo("400 unauthorized_client");
        }
    }

    @Test
    void answersMalformedAfterConsuming() {
        for (String as :
                new String[] {"html", "not_json", "no_access_token", "huge", "array", "empty"}) {
            connect();
            switchOn(once("malformed", "refresh").put("as", as));

            HttpResponse<String> answer = wire.refresh(token);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).doesNotStartWith("{\"scopes\":\"email account\",\"access");
            assertThat(counts("accepted")).isEqualTo(1);
        }
    }

    @Test
    void tellsOddLifetimes() {
        assertThat(expiresIn("missing")).isNull();
        assertThat(expiresIn("text")).isEqualTo("2h");
        assertThat(expiresIn("zero")).isEqualTo(0);
        assertThat(expiresIn("negative")).isEqualTo(-7200);
        assertThat(expiresIn("absurd")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void namesTheScopesInEitherStyle() {
        assertThat(scopeFields("scope")).contains("scope").doesNotContain("scopes");
        assertThat(scopeFields("both")).contains("scope", "scopes");
        assertThat(scopeFields("missing")).doesNotContain("scope", "scopes");
    }

    @Test
    void letsThePresentedTokenGoOnWhereTheAnswerHasNoNewOne() {
        switchOn(once("no_refresh_token", "refresh"));

        JsonObject tokens = Wire.tokens(wire.refresh(token));

        assertThat(tokens.fieldNames()).contains("access_token").doesNotContain("refresh_token");
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void putsAnErrorInto200() {
        switchOn(once("error_in_200", "refresh"));

        assertThat(error(wire.refresh(token))).isEqualTo("200 invalid_grant");
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void tellsAnotherAccount() {
        String accessToken = wire.connect().getString("access_token");
        String real = wire.sandbox().api("/user", accessToken).body();
        switchOn(once("user_mismatch", "user"), once("no_scopes_header", "user"));

        HttpResponse<String> mismatch = wire.sandbox().api("/user", accessToken);

        assertThat(new JsonObject(mismatch.body()).getString("uuid"))
                .isNotEqualTo(new JsonObject(real).getString("uuid"));
        assertThat(mismatch.headers().firstValue("X-OAuth-Scopes")).isEmpty();
    }
}
