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

    /** A living grant was called dead for words of a failure that passes. */
    @ParameterizedTest
    @CsvSource({
        "refresh_failed, 'Failed to refresh token: upstream temporarily unavailable, try again later'",
        "token_error, 'Could not validate refresh token: lookup failed, timed out'",
        "invalid_grant, 'The service is temporarily unavailable, please try again'",
        "invalid_grant, temporarily_unavailable",
        "invalid_grant, 'Down for maintenance'",
        "invalid_refresh_token, 'The token service timed out'",
        "Refresh token service temporarily unavailable, ''",
        "refresh_token_timeout, ''",
        "refresh_token_being_processed, ''",
        "refresh_token_failed, try again",
        "refresh_token_error, 'Internal server error'",
        "refresh_token_limit_exceeded, ''",
        "access_denied, 'Refresh token request denied: maintenance, try again later'",
        "invalid_grant, 'token request is already being processed'",
        "invalid_grant, 'Concurrent refresh of this token'",
        "invalid_grant, 'Token refresh is already in progress'",
        "invalid_grant, 'Another request in progress'",
        "invalid_grant, refresh_in_progress"
    })
    void rule18_aFailureThatPassesSaysNothingOfTheGrant(String error, String description) {
        assertThat(meaning(error, description)).isEqualTo(RefusalMeaning.OTHER);
    }

    /** Words of another request beside them hid that the grant was dead. */
    @ParameterizedTest
    @CsvSource({
        "invalid_grant, 'Refresh token revoked: concurrent use detected'",
        "invalid_grant, 'Token family revoked because of concurrent reuse'",
        "invalid_grant, 'Token family revoked because of a concurrent refresh'",
        "invalid_grant, 'Account deletion in progress'",
        "invalid_grant, 'Account deletion request in progress'",
        "invalid_grant, 'Please log in and try again'",
        "bad_refresh_token, 'Please log in and try again'",
        "refresh_token_expired, 'Retry after the user has logged in'",
        "invalid_request, 'The refresh token is not valid, try again'",
        "access_denied, 'Refresh token already used, do not retry'",
        "login_required, 'The session timed out'"
    })
    void rule18_aDeathIsOneWhateverElseIsSaid(String error, String description) {
        assertThat(meaning(error, description)).isEqualTo(RefusalMeaning.GRANT);
    }

    @ParameterizedTest
    @CsvSource({
        "limit_exceeded, ''",
        "limit_reached, ''",
        "LimitExceededException, ''",
        "user_rate_limit_exceeded, ''",
        "requests_limit_reached, ''",
        "api_limit_exceeded, ''",
        "app_daily_limit_exceeded, ''",
        "x, 'Application request limit reached'",
        "x, 'Your hourly limit has been exceeded'",
        "x, Limit exceeded",
        "invalid_request, 'Too many concurrent refresh requests'"
    })
    void rule20_aLimitOfCalls(String error, String description) {
        assertThat(meaning(error, description)).isEqualTo(RefusalMeaning.LIMIT);
    }

    /** They are one connection's: its profile is not paused for them. */
    @ParameterizedTest
    @CsvSource({
        "session_limit_exceeded, '', OTHER",
        "seat_limit_reached, '', OTHER",
        "license_limit_reached, '', OTHER",
        "device_limit_reached, '', OTHER",
        "device_limit_reached, 'Device limit reached', OTHER",
        "invalid_request, 'Device limit reached; refresh token revoked', GRANT",
        "invalid_grant, 'The session limit is reached', GRANT"
    })
    void rule20_aLimitOfSomethingElseIsNone(
            String error, String description, RefusalMeaning meaning) {
        assertThat(meaning(error, description)).isEqualTo(meaning);
    }

    private static RefusalMeaning meaning(String error, String description) {
        return RefusalMeaning.of(error, description, TokenDialect.ErrorWords.NONE);
    }
}
