package dev.lanyard.authorize.journey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeVerifierTest {

    @Test
    void makesTheChallengeOfTheRfcsExample() {
        CodeVerifier verifier = new CodeVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        assertThat(verifier.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void isLongEnoughAndNeverTheSame() {
        assertThat(CodeVerifier.random().value()).matches("[a-z2-7]{52}");
        assertThat(CodeVerifier.random()).isNotEqualTo(CodeVerifier.random());
    }

    @Test
    void showsNoSecretInItsText() {
        CodeVerifier verifier = CodeVerifier.random();

        assertThat(verifier.toString()).doesNotContain(verifier.value());
    }
}
