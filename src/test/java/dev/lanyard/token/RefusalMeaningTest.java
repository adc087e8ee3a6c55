package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What words say where no code of the RFCs does. */
class RefusalMeaningTest {

    @ParameterizedTest
    @CsvSource({
        "bad_request, 'The refresh token has expired', GRANT",
        "bad_request, 'authorization code was already used', GRANT",
        "bad_request, 'the client secret is incorrect', CLIENT",
        "bad_request, 'Missing parameter: refresh_token', OTHER",
        "bad_request, 'Missing parameter: client_id', OTHER",
        "bad_request, 'something went wrong', OTHER",
        "bad_request, '', OTHER",
        "'Refresh token problem', '', GRANT",
        "'Refresh token', 'The refresh token is required', OTHER",
        "'Refresh token', 'The refresh token is invalid', GRANT",
        "slow_down, '', LIMIT",
        "invalidGrant, '', GRANT",
        "bad_oauth_client, '', CLIENT",
        "invalid_scope, 'the client secret is incorrect', OTHER"
    })
    void aRefusalIsAboutWhatItsCodeSaysAndElseItsWords(
            String error, String description, RefusalMeaning meaning) {
        assertThat(RefusalMeaning.of(error, description, TokenDialect.ErrorWords.NONE))
                .isEqualTo(meaning);
    }
}
