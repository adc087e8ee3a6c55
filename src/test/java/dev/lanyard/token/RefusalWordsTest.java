package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that say two things, and codes with more behind them. */
class RefusalWordsTest {

    @ParameterizedTest
    @CsvSource({
        "invalid_grant: the token was revoked, ''",
        "invalid_grant (7), ''",
        "Invalid Grant: x, ''",
        "invalid_token rt0-1, ''",
        "invalid_request, The refresh token is no longer valid"
    })
    void rule18_aRefusalOfTheGrant(String error, String description) {
        assertThat(meaning(error, description)).isEqualTo(RefusalMeaning.GRANT);
    }

    /** Where the client is spoken of, too, the verdict waits for proof. */
    @ParameterizedTest
    @CsvSource({
        "unauthorized_client cs-1, ''",
        "invalid_client: unknown, ''",
        "invalid_request, client_secret mismatch for this refresh token",
        "invalid_request, 'Invalid client secret; the refresh token was not looked at'"
    })
    void rule19_aRefusalAsAClient(String error, String description) {
        assertThat(meaning(error, description)).isEqualTo(RefusalMeaning.CLIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_scope: refresh token, ''",
        "server_error (invalid grant), ''",
        "temporarily_unavailable now, refresh token not looked at"
    })
    void whatTheRfcsHaveForSomethingElseStaysThat(String error, String description) {
        assertThat(meaning(error, description)).isEqualTo(RefusalMeaning.OTHER);
    }

    private static RefusalMeaning meaning(String error, String description) {
        return RefusalMeaning.of(error, description, TokenDialect.ErrorWords.NONE);
    }
}
