package dev.lanyard.authorize;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevocationTest extends RevocationCases {

    @Test
    void waitsAsLongAsTheProviderSaysWithItsLimit() {
        String id = connection();
        faults(fault("rate_limited", "revoke").put("retry_after", 1_200));

        delete(id);

        await().until(() -> secondsToWait(id) > 1_000);
        assertThat(secondsToWait(id)).isLessThanOrEqualTo(1_200);
        assertThat(left(id)).containsExactly("both");
    }

    @Test
    void waitsAnHourAtMostHoweverLongTheProviderSays() {
        String id = connection();
        faults(
                fault("error_5xx", "revoke")
                        .put("status", 503)
                        .put("retry_after", 86_400)); // RFC 7009 §2.2.1

        delete(id);

        await().until(() -> secondsToWait(id) > 3_000);
        assertThat(secondsToWait(id)).isLessThanOrEqualTo(3_600);
    }

    @Test
    void doesNotAskEverySecondBecauseTheProviderSaysSo() {
        String id = connection();
        faults(fault("rate_limited", "revoke").put("retry_after", 0));

        delete(id);

        await().until(() -> attempts(id) == 1);
        assertThat(secondsToWait(id)).isGreaterThan(20);
    }

    @Test
    void revokesTheAccessTokenThoughTheRefreshTokenIsRefused() {
        String id = connection();
        faults(once("refusal", "revoke").put("error", "invalid_request").put("status", 400));

        delete(id);

        await().until(() -> left(id).equals(List.of("refresh")));
    }

    @Test
    void asksNoMoreForATokenOfATypeThatTheProviderDoesNotRevoke() {
        String id = connection();
        faults(once("refusal", "revoke").put("error", "unsupported_token_type"));

        delete(id);

        await().until(() -> ending().contains("revoked"));
        assertThat(left(id)).isEmpty();
    }

    @Test
    void tellsThatNoTokenCouldBeRevokedAsSoonAsThatIsKnown() {
        String id = connection();
        faults(fault("refusal", "revoke").put("error", "unsupported_token_type"));

        delete(id);

        await().until(() -> ending().contains("failed"));
        assertThat(left(id)).isEmpty();
    }

    /** As a client's own, or of a provider that issues no refresh tokens. */
    @Test
    void tellsThatItFailedWhereTheOnlyTokenIsOfATypeThatIsNotRevoked() {
        String id = connection();
        Owner.execute("UPDATE token_set SET refresh_token = NULL WHERE connection_id = ?", id);
        faults(fault("refusal", "revoke").put("error", "unsupported_token_type"));

        delete(id);

        await().until(() -> ended(id));
        assertThat(ending()).contains("failed").doesNotContain("revoked");
    }

    @Test
    void tellsOfATokenThatWasRevokedInAnEarlierRound() {
        String id = revokedHalf();
        faults(fault("refusal", "revoke").put("error", "unsupported_token_type"));

        again(id, "next_at = now()");

        await().until(() -> ended(id));
        assertThat(ending()).contains("revoked").doesNotContain("failed");
    }

    @Test
    void tellsOfATokenThatWasRevokedWhenTheOtherIsDeclinedUntilItIsOver() {
        String id = revokedHalf();

        again(id, "next_at = now(), created_at = now() - interval '25 hours'");

        await().until(() -> ended(id));
        assertThat(ending()).contains("revoked").doesNotContain("failed");
    }

    @Test
    void tellsThatItFailedWhenBothAreDeclinedUntilItIsOver() {
        String id = connection();
        faults(fault("refusal", "revoke").put("error", "invalid_request").put("status", 400));
        delete(id);
        await().until(() -> attempts(id) == 1);

        again(id, "next_at = now(), created_at = now() - interval '25 hours'");

        await().until(() -> ended(id));
        assertThat(ending()).contains("failed").doesNotContain("revoked");
    }

    /** Its access token is revoked, its refresh token is not yet. */
    private String revokedHalf() {
        String id = connection();
        faults(once("refusal", "revoke").put("error", "invalid_request").put("status", 400));
        delete(id);
        await().until(() -> left(id).equals(List.of("refresh")));
        return id;
    }

    private static void again(String id, String assignments) {
        Owner.execute("UPDATE revocation SET " + assignments + " WHERE sealed_for = ?", id);
    }

    private static boolean ended(String id) {
        return left(id).isEmpty();
    }

    private String ending() {
        return journey().events("connection.deleted").toString();
    }

    private String connection() {
        return Journey.outcome(open(journey().session())).get("connection_id");
    }

    private void faults(JsonObject fault) {
        journey().sandbox().faults(journey().clientId(), fault);
    }

    private void delete(String id) {
        journey().api().delete("/v1/connections/" + id).then().statusCode(204);
    }

    /** Which tokens are still to be revoked. */
    private static List<String> left(String id) {
        return Owner.column(
                """
                SELECT CASE WHEN refresh_token IS NULL THEN 'access'
                    WHEN access_token IS NULL THEN 'refresh' ELSE 'both' END
                FROM revocation WHERE sealed_for = ?
                """,
                id);
    }

    private static long secondsToWait(String id) {
        return number("extract(epoch FROM next_at - now())::bigint", id);
    }

    private static long attempts(String id) {
        return number("attempts", id);
    }

    private static long number(String expression, String id) {
        return Owner.column("SELECT " + expression + " FROM revocation WHERE sealed_for = ?", id)
                .stream()
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
