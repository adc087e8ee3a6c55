package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.support.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a provider says about who connected, only short plain text comes through. */
class AccountAnswerFuzzTest {
    private static final Provider BITBUCKET = Catalogue.load(Optional.empty()).get("bitbucket");
    private static final List<String> SAMPLES =
            List.of(
                    "{\"uuid\":\"{6b0b}\",\"display_name\":\"Ada\",\"nickname\":\"ada\",\"links\":"
                            + "{\"avatar\":{\"href\":\"https://a.example/{x}\"},"
                            + "\"html\":{\"href\":\"https://b.example/\"}}}",
                    "{\"values\":[{\"email\":\"a@b.example\",\"is_primary\":true,"
                            + "\"is_confirmed\":true}]}",
                    "{\"error\":{\"detail\":{\"required\":[\"account\"]}}}");

    static List<byte[]> samples() {
        return Mutations.bytes(SAMPLES);
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void isShortPlainText(byte[] body) {
        check(body);
    }

    @Test
    void isShortPlainTextForSeededMutations() {
        Mutations.forEach(3, 50_000, SAMPLES, AccountAnswerFuzzTest::check);
    }

    private static void check(byte[] body) {
        JsonNode answer = AccountReader.parse(new String(body, StandardCharsets.UTF_8));

        AccountReader.account(BITBUCKET.account(), answer).ifPresent(AccountAnswerFuzzTest::check);
        BITBUCKET
                .email()
                .flatMap(source -> AccountReader.email(source, answer))
                .ifPresent(email -> assertThat(email).hasSizeLessThanOrEqualTo(320));
        assertThat(AccountReader.lacking(answer))
                .allSatisfy(scope -> assertThat(scope).hasSizeLessThanOrEqualTo(200));
    }

    private static void check(Account account) {
        assertThat(account.id()).matches("[\\x21-\\x7e]{1,255}");
        if (account.name() != null) {
            assertThat(account.name()).hasSizeLessThanOrEqualTo(200).doesNotContain("\0", "\n");
        }
        for (String link : new String[] {account.avatarUrl(), account.profileUrl()}) {
            if (link != null) {
                assertThat(link).startsWith("https:").hasSizeLessThanOrEqualTo(2000);
            }
        }
    }
}
