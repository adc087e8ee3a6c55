package dev.lanyard.tenant.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.support.IssuerStandIn;
import dev.lanyard.support.Mutations;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

class WorkloadTokensTest {
    private static final String ISSUER = "https://issuer.example";
    private static final PublicJsonWebKey KEY = IssuerStandIn.newKey();

    private final WorkloadTokens tokens = with(KEY);

    private static WorkloadTokens with(JsonWebKey... keys) {
        IssuerKeySet set = new IssuerKeySet(List.of(keys));
        return new WorkloadTokens(
                List.of(
                        new IssuerKeys(
                                WorkloadIssuer.parse(ISSUER),
                                () -> Uni.createFrom().item(set),
                                Duration.ofHours(1))));
    }

    private static JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setSubject("system:serviceaccount:acme:notes");
        claims.setAudience("lanyard", "other");
        claims.setExpirationTime(IssuerStandIn.in(600));
        claims.setJwtId("7c9e6679");
        return claims;
    }

    private static String signed(JwtClaims claims) {
        return IssuerStandIn.sign(claims, KEY, "RS256", Map.of());
    }

    private WorkloadToken verify(String text) {
        return tokens.verify(text).await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void saysWhatATokenProves() {
        WorkloadToken token = verify(signed(claims()));

        assertThat(token.issuer()).isEqualTo(ISSUER);
        assertThat(token.subject()).isEqualTo("system:serviceaccount:acme:notes");
        assertThat(token.audiences()).containsExactly("lanyard", "other");
        assertThat(token.id()).isEqualTo("jti 7c9e6679");
        assertThat(token.acceptedUntil().toInstant())
                .isBetween(
                        java.time.Instant.now().plusSeconds(650),
                        java.time.Instant.now().plusSeconds(661));
    }

    @Test
    void namesATokenByItsKeyWhereItHasNoIdAndCutsWhatOthersWrote() {
        JwtClaims unnamed = claims();
        unnamed.unsetClaim("jti");
        JwtClaims odd = claims();
        odd.setJwtId("a\u0000\u202eb" + "c".repeat(1000));

        assertThat(verify(signed(unnamed)).id()).isEqualTo("kid " + KEY.getKeyId());
        assertThat(verify(signed(odd)).id()).startsWith("jti abc").hasSizeLessThan(210);
    }

    @Test
    void takesATokenWithoutKidByWhicheverKeySignedIt() throws JoseException {
        PublicJsonWebKey nameless = RsaJwkGenerator.generateJwk(2048);
        String token = IssuerStandIn.sign(claims(), nameless, "RS256", Map.of());
        WorkloadTokens several = with(IssuerStandIn.newKey(), nameless, KEY);

        assertThat(several.verify(token).await().indefinitely().id()).isEqualTo("jti 7c9e6679");
    }

    @Test
    void refusesAKeyThatIsTooShort() throws JoseException {
        PublicJsonWebKey weak = RsaJwkGenerator.generateJwk(1024);
        weak.setKeyId("weak");
        String token = IssuerStandIn.sign(claims(), weak, "RS256", Map.of());

        assertThatThrownBy(() -> with(weak).verify(token).await().indefinitely())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("signed by a key");
    }

    @Test
    void takesAnEndBeyondAllTimes() {
        JwtClaims claims = claims();
        claims.setClaim("exp", Long.MAX_VALUE / 1000);

        assertThat(verify(signed(claims)).acceptedUntil().getYear()).isEqualTo(9999);
    }

    @Test
    void refusesHeaderFieldsOfAnotherType() {
        String[] parts = signed(claims()).split("\\.");
        for (String header :
                List.of(
                        "{\"alg\":1}",
                        "{\"alg\":[\"RS256\"]}",
                        "{\"alg\":null}",
                        "{}",
                        "{\"alg\":\"RS256\",\"kid\":1}",
                        "{\"alg\":\"RS256\",\"kid\":{}}",
                        "{\"alg\":\"RS256\",\"crit\":1}",
                        "{\"alg\":\"RS256\",\"crit\":[1]}",
                        "{\"alg\":\"RS256\",\"b64\":false,\"crit\":[\"b64\"]}",
                        "{\"alg\":\"RS256\",\"cty\":1}",
                        "{\"alg\":\"RS256\",\"cty\":\"JWT\"}",
                        "{\"alg\":\"RS256\",\"typ\":1}",
                        "{\"alg\":\"RS256\",\"x5c\":1}",
                        "{\"alg\":\"RS256\",\"zip\":\"DEF\"}")) {
            String encoded =
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(header.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> verify(encoded + "." + parts[1] + "." + parts[2]))
                    .as(header)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem ->
                                    assertThat(problem.code()).isEqualTo(ProblemCode.UNAUTHORIZED));
        }
    }

    /** Nothing but the token that was signed is taken, and nothing is our failure. */
    @Test
    void refusesMutatedTokensQuietly() {
        String good = signed(claims());
        String[] parts = good.split("\\.");
        List<String> samples = List.of(decoded(parts[0]), decoded(parts[1]));

        Mutations.forEach(
                7,
                4_000,
                samples,
                bytes -> {
                    String mutated = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                    refused(mutated + "." + parts[1] + "." + parts[2], good);
                    refused(parts[0] + "." + mutated + "." + parts[2], good);
                });
        Mutations.forEach(
                8,
                2_000,
                List.of(good),
                bytes -> refused(new String(bytes, StandardCharsets.ISO_8859_1), good));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private void refused(String text, String good) {
        if (text.equals(good) || !WorkloadTokens.looksLikeOne(text)) {
            return;
        }
        try {
            verify(text);
        } catch (ProblemException problem) {
            assertThat(problem.code()).isEqualTo(ProblemCode.UNAUTHORIZED);
            return;
        }
        // what the decoder of base64url leaves out is no part of the token
        assertThat(text.replaceAll("[^A-Za-z0-9_.-]", ""))
                .startsWith(good.substring(0, good.length() - 2));
    }
}
