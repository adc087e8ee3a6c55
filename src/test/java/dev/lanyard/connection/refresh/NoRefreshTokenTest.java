package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.STRICT;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.connection.Connected;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rule 28: responses that bring no refresh token. */
@QuarkusTest
class NoRefreshTokenTest {

    @Test
    void rule28_aSecondConsentThatBringsNoRefreshTokenKeepsTheStoredOne() {
        Connected connection = Connected.at(STRICT);
        connection.sandbox().faults(connection.clientId(), once("no_refresh_token", "exchange"));

        Connected again = Connected.on(connection.journey(), "u1");

        assertThat(again.id()).isEqualTo(connection.id());
        assertThat(connection.status()).isEqualTo("active");
        connection.expire().token().then().statusCode(200);
        assertThat(connection.outcomes()).first().isEqualTo("issued");
    }

    @Test
    void rule28_whereNoneIsLeftItIsSaidAtOnce() {
        Connected connection = withoutRefreshToken();

        assertThat(connection.status()).isEqualTo("degraded");
        assertThat(connection.reason()).isEqualTo("refresh_failing");
        connection.token().then().statusCode(200);
    }

    @Test
    void rule28_theEndOfItsAccessTokenIsToldThoughNobodyReads() {
        Connected connection = withoutRefreshToken().expireIn(1);

        await().atMost(Duration.ofSeconds(15))
                .until(
                        () ->
                                connection.journey().events("connection.reconnect_required").size()
                                        == 1);

        assertThat(connection.status()).isEqualTo("reconnect_required");
        connection.token().then().statusCode(409);
        assertThat(connection.journey().events("connection.reconnect_required")).hasSize(1);
    }

    @Test
    void rule28_aRefreshTokenThatComesAfterAllTakesTheEndBack() {
        Connected connection = withoutRefreshToken();
        connection.sandbox().faults(connection.clientId());

        Connected again = Connected.on(connection.journey(), "u2");

        assertThat(again.id()).isEqualTo(connection.id());
        assertThat(connection.row().getOffsetDateTime("ends_at")).isNull();
        assertThat(connection.status()).isEqualTo("active");
        connection.expire().token().then().statusCode(200);
    }

    private static Connected withoutRefreshToken() {
        Connected first = Connected.at(GRACE);
        first.sandbox().faults(first.clientId(), fault("no_refresh_token", "exchange"));
        return Connected.on(first.journey(), "u2");
    }
}
