package dev.lanyard.authorize.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lanyard.support.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a callback's query, it is a response with one state, or none of ours. */
class CallbackQueryFuzzTest {
    private static final List<String> SAMPLES =
            List.of(
                    "code=c&state=st_ten_x_y",
                    "error=access_denied&error_description=no%20thanks&state=s",
                    "state=s&iss=https%3A%2F%2Fissuer.example&code=c",
                    "state=a&state=b&code=c");

    static List<byte[]> samples() {
        return Mutations.bytes(SAMPLES);
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void isOneResponseOrNone(byte[] query) {
        check(query);
    }

    @Test
    void isOneResponseOrNoneForSeededMutations() {
        Mutations.forEach(4, 50_000, SAMPLES, CallbackQueryFuzzTest::check);
    }

    private static void check(byte[] query) {
        String text = new String(query, StandardCharsets.UTF_8);
        try {
            AuthorizationResponse response =
                    AuthorizationResponse.of("bitbucket", CallbackQuery.of(text));
            assertThat(response.state()).isNotEmpty();
            assertThat(response.code().isPresent() || response.error().isPresent()).isTrue();
            assertThat(response.toString()).isEqualTo("AuthorizationResponse[bitbucket]");
            response.error()
                    .ifPresent(
                            error ->
                                    assertThat(error.description())
                                            .hasSizeLessThanOrEqualTo(300)
                                            .doesNotContain("\r", "\n", "\0"));
            dev.lanyard.id.TenantToken.parse("st", response.state());
        } catch (UnboundCallbackException none) {
            assertThat(none).hasMessage("not the answer of a request of this browser");
        }
    }
}
