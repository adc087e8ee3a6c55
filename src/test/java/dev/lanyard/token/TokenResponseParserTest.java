package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.outbound.OutboundClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenResponseParserTest {

    @Test
    void readsBothSpellingsOfTheGrantedScopes() {
        assertThat(issued("{'access_token':'a','scope':'repository account'}").scopes())
                .contains(List.of("repository", "account"));
        assertThat(issued("{'access_token':'a','scopes':'repository account'}").scopes())
                .contains(List.of("repository", "account"));
        assertThat(issued("{'access_token':'a','scope':['x']}").scopes()).contains(List.of("x"));
        assertThat(issued("{'access_token':'a'}").scopes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'2h'",
                "0",
                "-1",
                "null",
                "[]",
                "{}",
                "true",
                "1e300",
                "99999999999999999999"
            })
    void rule06_keepsTheTokensBesideAnOddLifetime(String expiresIn) {
        TokenSet tokens =
                issued("{'access_token':'a','refresh_token':'r','expires_in':" + expiresIn + "}");

        assertThat(tokens.refreshToken()).contains("r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'error':'server_error'",
                "'error':{}",
                "'token_type':7",
                "'scope':{}",
                "'scopes':[7,{}]",
                "'x':null"
            })
    void rule06_keepsTheTokensWhateverElseIsBesideThem(String other) {
        TokenSet tokens = issued("{'access_token':'a','refresh_token':'r'," + other + "}");

        assertThat(tokens.refreshToken()).contains("r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'2h'", "0", "-1", "null", "[]", "1e300", "99999999999999999999"})
    void rule23_anOddLifetimeIsNone(String expiresIn) {
        assertThat(issued("{'access_token':'a','expires_in':" + expiresIn + "}").lifetime())
                .isEmpty();
    }

    @Test
    void rule23_takesALifetimeThatIsANumber() {
        assertThat(issued("{'access_token':'a','expires_in':7200}").lifetime())
                .contains(Duration.ofHours(2));
    }

    @Test
    void aMissingRefreshTokenIsAbsentAndNotAnError() {
        assertThat(issued("{'access_token':'a'}").refreshToken()).isEmpty();
        assertThat(issued("{'access_token':'a','refresh_token':''}").refreshToken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, {'error':'invalid_grant'}, true, false",
        "200, {'error':'invalid_grant'}, true, false",
        "401, {'error':'unauthorized_client'}, false, true",
        "400, {'error':'invalid_client'}, false, true",
        "401, <html>, false, true",
        "400, {'error':'invalid_request'}, false, false"
    })
    void tellsRefusalsApart(int status, String body, boolean ofGrant, boolean ofClient) {
        TokenResponse.Refused refused =
                as(TokenResponse.Refused.class, read(status, body, Map.of()));

        assertThat(refused.ofGrant()).isEqualTo(ofGrant);
        assertThat(refused.ofClient()).isEqualTo(ofClient);
    }

    @Test
    void aRefusalKeepsTheProvidersCodeAndWords() {
        TokenResponse.Refused refused =
                as(
                        TokenResponse.Refused.class,
                        read(
                                400,
                                "{'error':'invalid_grant','error_description':'It is gone.'}",
                                Map.of()));

        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.description()).isEqualTo("It is gone.");
        assertThat(refused.ofScope()).isFalse();
    }

    @Test
    void wordsAreCutWhereTheyAreTooLong() {
        String words = "w".repeat(200);

        assertThat(
                        as(
                                        TokenResponse.Refused.class,
                                        read(
                                                400,
                                                "{'error':'e','error_description':'"
                                                        + words
                                                        + "x'}",
                                                Map.of()))
                                .description())
                .isEqualTo(words);
    }

    @Test
    void aRefusalOfTheScopeIsKnown() {
        assertThat(
                        as(
                                        TokenResponse.Refused.class,
                                        read(400, "{'error':'invalid_scope'}", Map.of()))
                                .ofScope())
                .isTrue();
    }

    @Test
    void aListOfErrorsIsARefusal() {
        assertThat(
                        as(
                                        TokenResponse.Refused.class,
                                        read(400, "{'errors':['invalid_grant']}", Map.of()))
                                .ofGrant())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty or too long",
        "<html>, it is neither JSON nor form-encoded",
        "{'expires_in':1}, it holds no access_token",
        "{'access_token':7}, its access_token is no text"
    })
    void aMalformedAnswerSaysWhatItLacks(String body, String detail) {
        assertThat(as(TokenResponse.Malformed.class, read(200, body, Map.of())).detail())
                .contains(detail);
    }

    @Test
    void rule18_theOldWordsForADeadRefreshTokenAreOfTheGrant() {
        String body = "{'error':'invalid_request','error_description':'Invalid refresh_token'}";

        assertThat(as(TokenResponse.Refused.class, read(400, body, Map.of())).ofGrant()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "null",
                "[]",
                "7",
                "{",
                "{'access_token':7}",
                "{'access_token':'a b'}"
            })
    void rule06_whatIsNoAnswerOfTheProtocolIsMalformed(String body) {
        assertThat(read(200, body, Map.of())).isInstanceOf(TokenResponse.Malformed.class);
    }

    @Test
    void rule20_readsRetryAfterInBothFormsAndAtMostAnHour() {
        assertThat(pause("7")).contains(Duration.ofSeconds(7));
        assertThat(pause("86400")).contains(Duration.ofHours(1));
        assertThat(pause("soon")).isEmpty();
        assertThat(pause("7.5")).contains(Duration.ofSeconds(7));
        assertThat(pause("99999999999999")).contains(Duration.ofHours(1));
        Map<String, String> dated =
                Map.of(
                        "date", "Mon, 23 Nov 2026 10:00:00 GMT",
                        "retry-after", "Mon, 23 Nov 2026 10:00:30 GMT");
        assertThat(read(429, "", dated))
                .isEqualTo(new TokenResponse.RateLimited(Optional.of(Duration.ofSeconds(30))));
    }

    @Test
    void aServerErrorIsUnavailableWhateverItSays() {
        assertThat(read(503, "{'error':'invalid_grant'}", Map.of()))
                .isEqualTo(new TokenResponse.Unavailable(503));
    }

    @Test
    void neverShowsATokenInItsText() {
        TokenSet tokens = issued("{'access_token':'canary-a','refresh_token':'canary-r'}");

        assertThat(tokens + " " + new TokenResponse.Issued(tokens)).doesNotContain("canary");
    }

    /** Every byte string ends in an answer, never in an exception. */
    @Test
    void anyBodyEndsInAnAnswer() {
        Random random = new Random(7);
        String whole =
                "{\"access_token\":\"a\",\"expires_in\":7200,\"scope\":\"x y\",\"error\":null}";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder(whole);
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                body.setCharAt(random.nextInt(body.length()), (char) random.nextInt(128));
            }
            assertThat(read(200 + random.nextInt(300), body.toString(), Map.of())).isNotNull();
        }
    }

    private static Optional<Duration> pause(String retryAfter) {
        Map<String, String> headers = Map.of("retry-after", retryAfter);
        return as(TokenResponse.RateLimited.class, read(429, "", headers)).retryAfter();
    }

    private static <T> T as(Class<T> kind, TokenResponse response) {
        assertThat(response).isInstanceOf(kind);
        return kind.cast(response);
    }

    private static TokenSet issued(String body) {
        return as(TokenResponse.Issued.class, read(200, body, Map.of())).tokens();
    }

    private static TokenResponse read(int status, String body, Map<String, String> headers) {
        return TokenResponseParser.read(
                new OutboundClient.Reply(status, headers, body.replace((char) 39, '"')), 0);
    }
}
