package dev.lanyard.connection.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeardWritesTest {
    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/connections/conn_a, true",
        "PATCH, /v1/connections/conn_a, true",
        "POST, /v1/connections/conn_a/refresh, true",
        "PATCH, /v1/connector-profiles/prof_a, true",
        "POST, /v1/connect-sessions/cs_a/confirm, true",
        "DELETE, /admin/v1/tenants/ten_a, true",
        "GET, /connect/oauth2/bitbucket/callback, true",
        "POST, /connect/oauth2/bitbucket/callback, true",
        "GET, /v1/connections/conn_a/token, false",
        "HEAD, /v1/connections/conn_a, false",
        "POST, /v1/token, false",
        "POST, /v1/connect-sessions, false"
    })
    void waitForWhatMayChangeTokensOnly(String method, String path, boolean waits) {
        assertThat(HeardWrites.writes(method, path)).isEqualTo(waits);
    }
}
