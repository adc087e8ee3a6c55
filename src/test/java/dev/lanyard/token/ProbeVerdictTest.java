package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a response to a made-up code says of the client. */
class ProbeVerdictTest {

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, ''",
        "200, bad_verification_code, 'The code passed is incorrect or expired.'",
        "400, invalid_code, ''",
        "400, invalid_request, 'Invalid authorization code'",
        "400, invalid_request, 'The code has expired'",
        "400, invalid_request, 'authorization_code was not found'"
    })
    void rule19_anAnswerAboutTheCodeComesFromBehindTheClient(
            int status, String error, String description) {
        assertThat(verdict(status, error, description)).isEqualTo(ProbeVerdict.ABOUT_CODE);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request, 'redirect_uri is required'",
        "400, invalid_request, 'Missing parameter: code_verifier'",
        "400, invalid_request, 'error code used: 4001'",
        "400, invalid_scope, ''",
        "400, unsupported_grant_type, ''",
        "403, access_denied, ''"
    })
    void rule19_anyOtherAnswerProvesNothing(int status, String error, String description) {
        assertThat(verdict(status, error, description)).isEqualTo(ProbeVerdict.ABOUT_NEITHER);
    }

    @Test
    void rule19_wordsAboutTheClientAreAboutTheClient() {
        assertThat(verdict(400, "invalid_request", "invalid code: client secret is wrong"))
                .isEqualTo(ProbeVerdict.ABOUT_CLIENT);
    }

    @Test
    void rule19_tokensForAMadeUpCodeProveNothing() {
        TokenSet tokens =
                new TokenSet(
                        "at",
                        "bearer",
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.empty());

        assertThat(ProbeVerdict.of(new TokenResponse.Issued(tokens)))
                .isEqualTo(ProbeVerdict.ABOUT_NEITHER);
    }

    @Test
    void whoFailsOrLimitsJustNowHasSaidNothing() {
        assertThat(ProbeVerdict.of(new TokenResponse.Unavailable(503)))
                .isEqualTo(ProbeVerdict.NONE);
        assertThat(ProbeVerdict.of(new TokenResponse.RateLimited(Optional.empty())))
                .isEqualTo(ProbeVerdict.NONE);
    }

    private static ProbeVerdict verdict(int status, String error, String description) {
        return ProbeVerdict.of(new TokenResponse.Refused(status, error, description));
    }
}
