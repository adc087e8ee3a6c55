package dev.lanyard.sandbox;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static dev.lanyard.sandbox.Wire.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The faults by which the sandbox plays what providers of the field do. */
@QuarkusTest
class FieldFaultsTest extends FaultsFixture {

    @Test
    void gzipsUnasked() {
        switchOn(once("odd_form", "refresh"));

        HttpResponse<String> answer = wire.refresh(token);

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @Test
    void beginsWithAByteOrderMark() {
        switchOn(once("odd_form", "refresh").put("as", "byte_order_mark"));

        assertThat(wire.refresh(token).body()).startsWith("\uFEFF{");
    }

    @Test
    void answersByAForm() {
        switchOn(once("odd_form", "refresh").put("as", "form"));

        HttpResponse<String> answer = wire.refresh(token);

        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/x-www-form-urlencoded");
        assertThat(answer.body()).contains("access_token=", "&expires_in=");
    }

    @Test
    void nestsTokensOneLevelDeeper() {
        switchOn(once("odd_form", "exchange").put("as", "nested"));

        JsonObject answer = new JsonObject(wire.exchange(wire.code()).body());

        assertThat(answer.getJsonObject("authed_user").getString("access_token")).isNotBlank();
    }

    @Test
    void spellsTheTokensTypeOtherwise() {
        switchOn(once("odd_form", "exchange").put("as", "bearer"));

        assertThat(wire.connect().getString("token_type")).isEqualTo("BEARER");
    }

    @Test
    void tellsLifetimesAsTextAndTheEndOfTheGrant() {
        switchOn(
                fault("odd_expires_in", "exchange").put("as", "digits"),
                fault("announced_end", "exchange").put("seconds", 60).put("field", "x_expires"));

        JsonObject tokens = wire.connect();

        assertThat(tokens.getValue("expires_in")).isEqualTo("7200");
        assertThat(tokens.getInteger("x_expires")).isEqualTo(60);
    }

    @Test
    void refusesInAnyWordsAndConsumesNothing() {
        switchOn(
                once("refusal", "refresh")
                        .put("error", "bad_refresh_token")
                        .put("status", 200)
                        .put("description", "no {token} of {secret}"));

        HttpResponse<String> refused = wire.refresh(token);

        assertThat(error(refused)).isEqualTo("200 bad_refresh_token");
        assertThat(refused.body()).contains(token, wire.client().clientSecret());
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void limitsByForbidding() {
        String access = wire.connect().getString("access_token");
        switchOn(once("rate_limited", "user").put("status", 403).put("retry_after", 9));

        HttpResponse<String> limited = wire.sandbox().api("/user", access);

        assertThat(limited.statusCode()).isEqualTo(403);
        assertThat(limited.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("9");
    }

    @Test
    void tellsNoScopes() {
        switchOn(once("scope_style", "exchange").put("as", "empty"));

        assertThat(wire.connect().getString("scope")).isEmpty();
    }

    @Test
    void keepsThePrimaryAddressForTheSecondPage() {
        String access = wire.connect().getString("access_token");
        switchOn(fault("second_page", "emails"));

        JsonObject first = new JsonObject(wire.sandbox().api("/user/emails", access).body());
        String next = first.getString("next");
        JsonObject second =
                new JsonObject(
                        wire.sandbox()
                                .send(
                                        HttpRequest.newBuilder(URI.create(next))
                                                .header("Authorization", "Bearer " + access))
                                .body());

        assertThat(first.toString()).doesNotContain("\"is_primary\":true");
        assertThat(second.toString()).contains("\"is_primary\":true");
    }

    @Test
    void namesAnAccountByADecimal() {
        String access = wire.connect().getString("access_token");
        switchOn(fault("odd_account_id", "user"));

        assertThat(wire.sandbox().api("/user", access).body()).contains("\"uuid\":42.0");
    }

    @Test
    void namesAnIssuer() {
        switchOn(fault("iss", "authorize").put("iss", "https://i.example"));

        assertThat(Wire.query(wire.sandbox().consent(wire.authorizeUrl(), Wire.ADA)))
                .containsEntry("iss", "https://i.example");
    }

    @Test
    void endsTheAccessTokenAloneOrAllThatTheAccountGranted() {
        JsonObject one = wire.connect();
        JsonObject other = wire.connect();
        revoke(one.getString("access_token"));
        assertThat(works(one)).isFalse();
        assertThat(works(other)).isTrue();
        switchOn(fault("revocation_ends_all", "revoke"));

        revoke(one.getString("refresh_token"));

        assertThat(works(other)).isFalse();
        assertThat(wire.refresh(other.getString("refresh_token")).statusCode()).isEqualTo(400);
    }

    @Test
    void strikesTheRevocationEndpointToo() {
        switchOn(once("error_5xx", "revoke"));

        assertThat(revoke(token)).isEqualTo(503);
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
        assertThat(revoke(token)).isEqualTo(200);
    }

    @Test
    void comparesABasicPairDecodedUnlessItComparesItRaw() {
        Wire odd = Wire.of(publicUrl, JsonObject.of("client_secret", "s+e %c"));
        assertThat(basic(odd, "s%2Be%20%25c")).contains("invalid_grant");
        assertThat(basic(odd, "s+e %c")).contains("invalid_grant");
        assertThat(basic(odd, "another")).contains("unauthorized_client");

        odd.sandbox().faults(odd.clientId(), fault("raw_basic", "exchange"));

        assertThat(basic(odd, "s%2Be%20%25c")).contains("unauthorized_client");
        assertThat(basic(odd, "s+e %c")).contains("invalid_grant");
    }

    private static String basic(Wire client, String secret) {
        String pair = client.clientId() + ":" + secret;
        return client.sandbox()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                client.sandbox().base()
                                                        + "/site/oauth2/access_token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(pair.getBytes()))
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "grant_type=authorization_code&code=x")))
                .body();
    }

    @Test
    void namesTheFaultsItKnows() {
        assertThatThrownBy(() -> switchOn(fault("earthquake", "refresh")))
                .hasMessageContaining("validation_failed")
                .hasMessageContainingAll(
                        Arrays.stream(FaultKind.values())
                                .map(FaultKind::key)
                                .toArray(String[]::new));
        assertThatThrownBy(() -> switchOn(fault("odd_form", "user").put("as", "form")))
                .hasMessageContaining("gzip");
        assertThatThrownBy(() -> switchOn(fault("rate_limited", "user").put("status", 404)))
                .hasMessageContaining("403 or 429");
    }

    private int revoke(String revoked) {
        return wire.sandbox()
                .postForm(
                        URI.create(wire.sandbox().base() + "/site/oauth2/revoke"),
                        Map.of(
                                "token", revoked,
                                "client_id", wire.clientId(),
                                "client_secret", wire.client().clientSecret()))
                .statusCode();
    }

    private boolean works(JsonObject tokens) {
        return wire.sandbox().api("/user", tokens.getString("access_token")).statusCode() == 200;
    }
}
