package dev.lanyard.sandbox;

import static dev.lanyard.sandbox.Wire.error;
import static dev.lanyard.sandbox.Wire.refreshToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RefreshRotationTest {
    private static final JsonObject GRACE = JsonObject.of("grace_seconds", 600);
    private static final JsonObject STRICT = JsonObject.of("grace_seconds", 0);

    @ConfigProperty(name = "lanyard.public-url")
    String publicUrl;

    @Test
    void givesANewPairOnEachRefresh() {
        Wire wire = Wire.of(publicUrl, STRICT);
        JsonObject first = wire.connect();

        JsonObject second = Wire.tokens(wire.refresh(first.getString("refresh_token")));

        assertThat(second.getString("refresh_token"))
                .isNotEqualTo(first.getString("refresh_token"));
        assertThat(second.getString("access_token")).isNotEqualTo(first.getString("access_token"));
        assertThat(second.getString("scopes")).isEqualTo("email account");
        assertThat(wire.refresh(second.getString("refresh_token")).statusCode()).isEqualTo(200);
    }

    @Test
    void givesYetAnotherPairForAUsedTokenWithinItsGrace() {
        Wire wire = Wire.of(publicUrl, GRACE);
        String token = wire.connect().getString("refresh_token");

        String second = refreshToken(wire.refresh(token));
        String third = refreshToken(wire.refresh(token));

        assertThat(List.of(second, third)).doesNotHaveDuplicates();
        assertThat(wire.refresh(second).statusCode()).isEqualTo(200);
        assertThat(wire.refresh(third).statusCode()).isEqualTo(200);
        assertThat(wire.sandbox().grants(wire.clientId())).hasSize(1);
        assertThat(wire.sandbox().mostPresentationsOfOneRefreshToken(wire.clientId())).isEqualTo(2);
    }

    @Test
    void refusesAUsedTokenAfterItsGraceAndKillsNothing() {
        Wire wire = Wire.of(publicUrl, GRACE);
        String token = wire.connect().getString("refresh_token");
        String next = refreshToken(wire.refresh(token));
        wire.sandbox().ageRefreshTokens(wire.clientId(), Duration.ofSeconds(601));

        String refusal = error(wire.refresh(token));

        assertThat(refusal).isEqualTo("400 unauthorized_client");
        assertThat(wire.refresh(next).statusCode()).isEqualTo(200);
    }

    @Test
    void killsTheGrantOnAReplayInStrictMode() {
        Wire wire = Wire.of(publicUrl, STRICT);
        String token = wire.connect().getString("refresh_token");
        String next = refreshToken(wire.refresh(token));

        String refusal = error(wire.refresh(token));

        assertThat(refusal).isEqualTo("400 unauthorized_client");
        assertThat(error(wire.refresh(next))).isEqualTo("400 unauthorized_client");
    }

    @Test
    void locksTheConsumerOutAfterAReplayWithoutRevokingOthers() {
        Wire wire = Wire.of(publicUrl, STRICT.copy().put("lock_out_seconds", 600));
        String other = wire.connect().getString("refresh_token");
        String token = wire.connect().getString("refresh_token");
        wire.refresh(token);
        wire.refresh(token);

        String duringLockOut = error(wire.refresh(other));
        wire.sandbox().lockOut(wire.clientId(), Duration.ZERO);

        assertThat(duringLockOut).isEqualTo("400 unauthorized_client");
        assertThat(wire.refresh(other).statusCode()).isEqualTo(200);
    }

    @Test
    void settlesParallelPresentationsOneAfterTheOther() {
        Wire wire = Wire.of(publicUrl, STRICT);
        String token = wire.connect().getString("refresh_token");

        List<Integer> statuses =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(i -> wire.refresh(token).statusCode())
                        .toList();

        assertThat(statuses).containsOnlyOnce(200);
        JsonObject counts =
                wire.sandbox().presentations(wire.clientId()).getJsonObject("refresh_token");
        assertThat(counts.getInteger("accepted")).isEqualTo(1);
        assertThat(counts.getInteger("refused")).isEqualTo(7);
        assertThat(counts.getInteger("most_per_token")).isEqualTo(8);
        assertThat(wire.sandbox().grants(wire.clientId()).get(0).getString("dead_since"))
                .isNotNull();
    }

    @Test
    void refusesATokenThatWasIdleForTooLong() {
        Wire wire = Wire.of(publicUrl, GRACE);
        String token = wire.connect().getString("refresh_token");
        wire.sandbox().ageRefreshTokens(wire.clientId(), Duration.ofDays(91));

        assertThat(error(wire.refresh(token))).isEqualTo("400 unauthorized_client");
    }

    @Test
    void tellsTheErrorThatWasAskedForAfterARevocation() {
        Wire wire = Wire.of(publicUrl, GRACE);
        JsonObject tokens = wire.connect();

        wire.sandbox().revoke(wire.clientId(), Wire.ADA, "invalid_grant");

        assertThat(error(wire.refresh(tokens.getString("refresh_token"))))
                .isEqualTo("400 invalid_grant");
        assertThat(wire.sandbox().api("/user", tokens.getString("access_token")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void takesAndGivesTokensOfEightKilobytes() {
        Wire wire = Wire.of(publicUrl, STRICT.copy().put("token_bytes", 8192));
        JsonObject tokens = wire.connect();

        String next = refreshToken(wire.refresh(tokens.getString("refresh_token")));

        assertThat(next).hasSize(8192);
        assertThat(wire.sandbox().api("/user", tokens.getString("access_token")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesTheTokenOfAnotherConsumer() {
        Wire mine = Wire.of(publicUrl, STRICT);
        Wire other = Wire.of(publicUrl, STRICT);
        String token = mine.connect().getString("refresh_token");

        assertThat(error(other.refresh(token))).isEqualTo("400 unauthorized_client");
        assertThat(mine.refresh(token).statusCode()).isEqualTo(200);
    }
}
