package dev.lanyard.tenant;

import static dev.lanyard.support.Fixtures.bearer;
import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static dev.lanyard.support.IssuerStandIn.in;
import static dev.lanyard.support.Workloads.AUDIENCE;
import static dev.lanyard.support.Workloads.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.id.Ids;
import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.IssuerStandIn;
import dev.lanyard.support.Workloads;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class WorkloadTokenCases {
    private static final String EVENTS = "/v1/events"; // asks for manage
    private static final Duration ROTATION = Duration.ofSeconds(20);

    private static IssuerStandIn issuer;

    private TestTenant tenant;
    private String subject;
    private String identity;

    @BeforeAll
    static void start() {
        issuer = IssuerStandIn.start(0);
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    @BeforeEach
    void giveIdentity() {
        tenant = tenant();
        subject = "repo:acme/" + Ids.random() + ":ref:refs/heads/main";
        identity = Workloads.give(tenant, issuer, subject, "manage", "tokens");
        await().atMost(ROTATION).until(() -> status(token()) == 200);
    }

    private String token() {
        return issuer.token(subject, AUDIENCE);
    }

    private static int status(String token) {
        return bearer(token).get(EVENTS).statusCode();
    }

    private void refused(String token, String... detail) {
        Response response = bearer(token).get(EVENTS);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(401);
        assertThat(response.jsonPath().getString("code")).isEqualTo("unauthorized");
        assertThat(response.jsonPath().getString("detail")).contains(detail);
        for (String part : token.split("\\.")) {
            assertThat(response.asString()).doesNotContain(part.isEmpty() ? "eyJ" : part);
        }
        assertThat(response.asString()).doesNotContain(subject);
    }

    private JwtClaims claims() {
        return issuer.claims(subject, AUDIENCE);
    }

    private void refused(BiConsumer<JwtClaims, WorkloadTokenCases> change, String... detail) {
        JwtClaims claims = claims();
        change.accept(claims, this);
        refused(issuer.sign(claims), detail);
    }

    @Test
    void opensWhatItsIdentitysScopesAllow() {
        bearer(token()).get(EVENTS).then().statusCode(200);
        bearer(token())
                .body(Map.of())
                .post("/v1/connect-sessions")
                .then()
                .statusCode(403)
                .body("detail", equalTo("The workload identity lacks the scope connect"));
        bearer(token()).get("/admin/v1/tenants").then().statusCode(401);
    }

    @Test
    void isTakenUntilAMinuteAfterItsEnd() {
        JwtClaims ended = claims();
        ended.setExpirationTime(in(-30));
        JwtClaims longAgo = claims();
        longAgo.setExpirationTime(in(-90));

        assertThat(status(issuer.sign(ended))).isEqualTo(200);
        refused(issuer.sign(longAgo), "has expired");
    }

    @Test
    void isRefusedAtTheInstantItsLeewayEndsThoughItIsRemembered() {
        JwtClaims claims = claims();
        claims.setExpirationTime(in(-57));
        String token = issuer.sign(claims);
        assertThat(status(token)).isEqualTo(200);

        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(5))
                .until(() -> status(token) == 401);
    }

    @Test
    void isToldWhatIsWrongWithItsClaims() {
        refused((claims, own) -> claims.setNotBefore(in(90)), "not valid yet");
        refused((claims, own) -> claims.unsetClaim("exp"), "has no end");
        refused((claims, own) -> claims.unsetClaim("aud"), "names no audience");
        refused((claims, own) -> claims.unsetClaim("sub"), "names no subject");
        refused((claims, own) -> claims.unsetClaim("iss"), "names no issuer");
        refused((claims, own) -> claims.setIssuer("https://other.example"), "does not allow");
        refused((claims, own) -> claims.setIssuer(issuer.url() + "/"), "does not allow");
        refused((claims, own) -> claims.setAudience("other"), "another audience");
        refused((claims, own) -> claims.setSubject("x" + own.subject), "no workload identity");
        refused((claims, own) -> claims.setClaim("exp", "soon"), "malformed");
        refused((claims, own) -> claims.setClaim("aud", Map.of()), "malformed");
        refused((claims, own) -> claims.setClaim("iss", 1), "malformed");
        JwtClaims nearly = claims();
        nearly.setNotBefore(in(30));
        assertThat(status(issuer.sign(nearly))).isEqualTo(200);
    }

    @Test
    void isRefusedUnderEveryAlgorithmThatIsNotAsymmetric() {
        String publicKey =
                Base64.getMimeEncoder().encodeToString(issuer.key().getPublicKey().getEncoded());
        OctetSequenceJsonWebKey confused =
                new OctetSequenceJsonWebKey(
                        new HmacKey(publicKey.getBytes(StandardCharsets.US_ASCII)));
        confused.setKeyId(issuer.key().getKeyId());

        refused(IssuerStandIn.sign(claims(), null, "none", Map.of()), "algorithm");
        for (String algorithm : List.of("HS256", "HS384", "HS512")) {
            refused(IssuerStandIn.sign(claims(), confused, algorithm, Map.of()), "algorithm");
        }
        String[] parts = token().split("\\.");
        refused(parts[0] + "." + parts[1] + ".", "signed by a key that is none");
        String none =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"nOnE\"}".getBytes());
        refused(none + "." + parts[1] + ".", "algorithm");
    }

    @Test
    void isRefusedWhenItsIssuerDidNotSignIt() {
        PublicJsonWebKey other = IssuerStandIn.newKey();
        other.setKeyId(issuer.key().getKeyId());
        String[] mine = token().split("\\.");
        String[] theirs = issuer.token("someone-else", AUDIENCE).split("\\.");

        refused(IssuerStandIn.sign(claims(), other, "RS256", Map.of()), "signed by a key");
        refused(theirs[0] + "." + mine[1] + "." + theirs[2], "signed by a key");
        refused(
                IssuerStandIn.sign(claims(), other, "RS256", Map.of("jwk", "x", "jku", "http://x")),
                "signed by a key");
        refused(
                IssuerStandIn.sign(claims(), issuer.key(), "RS256", Map.of("crit", List.of("x"))),
                "signed by a key");
    }

    @Test
    void isRefusedWhenItIsNone() {
        for (String text : List.of("..", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30.", "eyJ.eyJ.eyJ")) {
            bearer(text).get(EVENTS).then().statusCode(401).body("code", equalTo("unauthorized"));
        }
        bearer("a".repeat(17_000) + ".b.c").get(EVENTS).then().statusCode(401);
    }

    @Test
    void mayAddressOthersTooButNotTwoIdentities() {
        assertThat(status(issuer.token(subject, "vault", AUDIENCE))).isEqualTo(200);
        operator()
                .body(Workloads.identity(issuer.url(), "vault", subject, "manage"))
                .post(PATH, tenant().id())
                .then()
                .statusCode(201);

        refused(issuer.token(subject, "vault", AUDIENCE), "several workload identities");
        assertThat(status(token())).isEqualTo(200);
    }

    @Test
    void isTakenByANewKeyWithTheFirstTokenThatIsSignedByIt() {
        IssuerStandIn young = IssuerStandIn.start(6);
        Workloads.give(tenant, young, subject, "manage");
        assertThat(status(young.token(subject, AUDIENCE))).isEqualTo(200);

        young.rotate();

        assertThat(status(young.token(subject, AUDIENCE))).isEqualTo(200);
        young.close();
    }

    @Test
    void isTakenByANewKeyOfItsIssuers() {
        String former = token();
        issuer.rotate();

        await().atMost(ROTATION).until(() -> status(token()) == 200);
        assertThat(status(former)).isEqualTo(200);
    }

    @Test
    void isTakenUnderEveryAsymmetricAlgorithm() throws JoseException {
        PublicJsonWebKey rsa = issuer.key();
        OctetKeyPairJsonWebKey edwards = OkpJwkGenerator.generateJwk("Ed25519");
        Map<String, PublicJsonWebKey> keys = new HashMap<>();
        keys.put("ES256", EcJwkGenerator.generateJwk(EllipticCurves.P256));
        keys.put("ES384", EcJwkGenerator.generateJwk(EllipticCurves.P384));
        keys.put("EdDSA", edwards);
        keys.forEach((algorithm, key) -> key.setKeyId(algorithm));
        keys.values().forEach(issuer::rotate);
        keys.put("RS512", rsa);
        keys.put("PS256", rsa);
        issuer.rotate();

        keys.forEach(
                (algorithm, key) ->
                        await(algorithm)
                                .atMost(ROTATION)
                                .until(
                                        () ->
                                                status(
                                                                IssuerStandIn.sign(
                                                                        claims(), key, algorithm,
                                                                        Map.of()))
                                                        == 200));
        keys.forEach((algorithm, key) -> key.setKeyId(null));
        assertThat(status(IssuerStandIn.sign(claims(), rsa, "RS256", Map.of()))).isEqualTo(200);
        rsa.setKeyId("k-again");
    }

    @Test
    void isRefusedFiveSecondsAfterItsIdentityWasRemoved() {
        String token = token();
        assertThat(status(token)).isEqualTo(200);

        operator().delete(PATH + "/" + identity, tenant.id()).then().statusCode(204);

        long removed = System.nanoTime();
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(5))
                .until(() -> IntStream.range(0, 4).allMatch(n -> status(token) == 401));
        assertThat(Duration.ofNanos(System.nanoTime() - removed)).isLessThan(Duration.ofSeconds(5));
        refused(token(), "no workload identity");
    }

    @Test
    void isRefusedFiveSecondsAfterItsTenantWasErased() {
        String token = token();

        operator().delete("/admin/v1/tenants/" + tenant.id()).then().statusCode(204);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> IntStream.range(0, 4).allMatch(n -> status(token) == 401));
    }

    @Test
    void showsWhenItsIdentityWasLastUsed() {
        await().atMost(Duration.ofSeconds(15))
                .until(
                        () ->
                                operator().get(PATH, tenant.id()).path("items[0].last_used_at")
                                        != null);
    }

    @Test
    void isNamedInTheAuditLogByIdentityAndTokenWithoutBeingShown() {
        JwtClaims named = claims();
        named.setJwtId("deployment-42");
        JwtClaims unnamed = claims();
        unnamed.unsetClaim("jti");
        String webhook = "{\"url\":\"https://8.8.8.8/\"}";
        bearer(issuer.sign(named)).body(webhook).post("/v1/webhooks").then().statusCode(201);
        bearer(issuer.sign(unnamed)).body(webhook).post("/v1/webhooks").then().statusCode(201);

        List<Map<String, Object>> actors =
                bearer(tenant.key())
                        .queryParam("action", "webhook.created")
                        .get("/v1/audit-log")
                        .jsonPath()
                        .getList("items.actor");

        assertThat(actors)
                .containsExactly(
                        actor("kid " + issuer.key().getKeyId()), actor("jti deployment-42"));
        await().atMost(Duration.ofSeconds(30)).until(() -> verified().contains("\"waiting\":0"));
        assertThat(verified()).contains("\"intact\":true");
    }

    private Map<String, Object> actor(String token) {
        return Map.of("type", "workload_identity", "id", identity, "token", token);
    }

    private String verified() {
        return operator()
                .get("/admin/v1/tenants/" + tenant.id() + "/audit-log/verification")
                .asString();
    }

    @Test
    void seesNothingOfAnotherTenants() {
        TestTenant other = tenant();
        String webhook =
                other.with()
                        .body("{\"url\":\"https://8.8.8.8/\"}")
                        .post("/v1/webhooks")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");

        bearer(token()).get("/v1/webhooks/" + webhook).then().statusCode(404);
        bearer(token()).get("/v1/webhooks").then().body("items.size()", equalTo(0));
    }

    @Test
    void aStormOfUnknownKeysReadsTheIssuersKeysOnceInAWhile() {
        long before = issuer.keysRead();
        PublicJsonWebKey forged = IssuerStandIn.newKey();

        IntStream.range(0, 200)
                .forEach(
                        n -> {
                            forged.setKeyId("forged-" + n);
                            String token = IssuerStandIn.sign(claims(), forged, "RS256", Map.of());
                            assertThat(status(token)).isEqualTo(401);
                        });

        // two replicas, and so many times ten seconds as that may have taken
        assertThat(issuer.keysRead() - before).isLessThanOrEqualTo(6);
        assertThat(status(token())).isEqualTo(200);
    }

    @Test
    void knownKeysServeWhileTheirIssuerIsDown() {
        IssuerStandIn down = IssuerStandIn.start(1);
        Workloads.give(tenant, down, subject, "manage");
        // by every replica
        await().atMost(ROTATION)
                .until(
                        () ->
                                IntStream.range(0, 4)
                                        .allMatch(
                                                n -> status(down.token(subject, AUDIENCE)) == 200));
        down.close();

        assertThat(status(down.token(subject, AUDIENCE))).isEqualTo(200);
        down.rotate();
        assertThat(status(down.token(subject, AUDIENCE))).isEqualTo(401);
    }

    @Test
    void isAskedToComeAgainWhereNoKeyCouldBeReadYet() {
        IssuerStandIn silent = IssuerStandIn.start(2);
        Workloads.give(tenant, silent, subject, "manage");
        silent.close();

        Response response = bearer(silent.token(subject, AUDIENCE)).get(EVENTS);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("10");
        assertThat(response.jsonPath().getString("code")).isEqualTo("unavailable");
    }

    @Test
    void isNotProvedByKeysThatAnotherIssuerPublishes() {
        IssuerStandIn liar = IssuerStandIn.start(3);
        liar.discovery(said -> said.put("issuer", issuer.url()));
        Workloads.give(tenant, liar, subject, "manage");

        assertThat(status(liar.token(subject, AUDIENCE))).isEqualTo(503);
        assertThat(liar.keysRead()).isZero();
        liar.close();
    }

    @Test
    void itsKeysAreReadByHttpsOnlyButOnThisHost() {
        IssuerStandIn misled = IssuerStandIn.start(4);
        misled.discovery(said -> said.put("jwks_uri", "http://192.0.2.1/keys"));
        Workloads.give(tenant, misled, subject, "manage");

        assertThat(status(misled.token(subject, AUDIENCE))).isEqualTo(503);
        misled.close();
    }

    @Test
    void isProvedByKeysThatAreMountedAndChangeThere() {
        IssuerStandIn mounted = IssuerStandIn.mounted();
        Workloads.give(tenant, mounted, subject, "manage");

        await().atMost(ROTATION).until(() -> status(mounted.token(subject, AUDIENCE)) == 200);
        mounted.rotate();
        mounted.mount();

        await().atMost(ROTATION).until(() -> status(mounted.token(subject, AUDIENCE)) == 200);
        bearer("x." + mounted.token(subject, AUDIENCE))
                .get(EVENTS)
                .then()
                .statusCode(401)
                .body("detail", containsString("API key"));
    }
}
