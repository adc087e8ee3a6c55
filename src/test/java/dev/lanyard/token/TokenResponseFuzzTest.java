package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.support.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a token endpoint answers, it is understood as one of the outcomes, and fails nothing.
 */
class TokenResponseFuzzTest {
    private static final List<String> SAMPLES =
            List.of(
                    "200 {\"access_token\":\"at\",\"token_type\":\"bearer\",\"expires_in\":7200,"
                            + "\"refresh_token\":\"rt\",\"scopes\":\"account email\"}",
                    "200 {\"access_token\":\"at\",\"scope\":[\"a\",\"b\"],\"expires_in\":1e3}",
                    "400 {\"error\":\"invalid_grant\",\"error_description\":\"refresh_token is\"}",
                    "401 {\"error\":\"invalid_client\"}",
                    "429 slow down",
                    "503 <html>");

    static List<byte[]> samples() {
        return Mutations.bytes(SAMPLES);
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void isUnderstood(byte[] input) {
        check(input);
    }

    @Test
    void isUnderstoodForSeededMutations() {
        Mutations.forEach(1, 50_000, SAMPLES, TokenResponseFuzzTest::check);
    }

    /** A status, a space and the body. */
    private static void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int space = Math.max(0, text.indexOf(' '));
        check(status(text.substring(0, space)), text.substring(space));
    }

    private static int status(String text) {
        return text.matches("[1-5]\\d\\d") ? Integer.parseInt(text) : 200;
    }

    private static void check(int status, String body) {
        TokenResponse response =
                TokenResponseParser.read(
                        new OutboundClient.Reply(status, Map.of("retry-after", body), body), 0);

        if (response instanceof TokenResponse.Issued issued) {
            assertThat(issued.tokens().accessToken()).matches("[\\x21-\\x7e]+");
            assertThat(issued.tokens().refreshToken().orElse("x")).isNotBlank();
            assertThat(issued.tokens().lifetime().map(d -> d.toSeconds()).orElse(1L))
                    .isBetween(1L, 366L * 86_400);
        }
        if (response instanceof TokenResponse.Refused refused) {
            assertThat(refused.error().length()).isLessThanOrEqualTo(64);
            assertThat(refused.description().length()).isLessThanOrEqualTo(200);
        }
    }
}
