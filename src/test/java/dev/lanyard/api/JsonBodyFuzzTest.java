package dev.lanyard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.problem.JsonFailures;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.support.Mutations;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** A body is read whole, or refused in words that do not quote it. */
class JsonBodyFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SAMPLES =
            List.of(
                    "{\"name\":\"n\",\"scopes\":[\"connect\",\"manage\"],\"expires_at\":"
                            + "\"2026-01-31T12:00:00Z\",\"number\":17,\"switch\":true,"
                            + "\"inner\":{\"key\":\"value\"}}",
                    "{\"name\":null}",
                    "[]");

    static {
        new JacksonRules().customize(JSON);
    }

    enum Kind {
        CONNECT,
        MANAGE
    }

    record Body(
            String name,
            Set<Kind> scopes,
            OffsetDateTime expiresAt,
            Integer number,
            Boolean switch_,
            Map<String, String> inner,
            JsonNode metadata) {}

    static List<byte[]> samples() {
        return Mutations.bytes(SAMPLES);
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void isReadOrRefused(byte[] body) {
        check(body);
    }

    @Test
    void isReadOrRefusedForSeededMutations() {
        Mutations.forEach(5, 50_000, SAMPLES, JsonBodyFuzzTest::check);
    }

    private static void check(byte[] body) {
        try {
            JSON.readValue(body, Body.class);
        } catch (JsonProcessingException refused) {
            ProblemException problem = JsonFailures.problem(refused);
            assertThat(problem.code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
            assertThat(problem.detail()).hasSizeLessThanOrEqualTo(320);
            assertThat(problem.errors()).hasSize(1);
        } catch (CharConversionException notUtf8) {
            assertThat(notUtf8.getMessage()).isNotEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesWhatIsTooDeepTooLongOrTwice() {
        assertRefused("{\"metadata\":" + "{\"a\":".repeat(70) + "1" + "}".repeat(71), "too deeply");
        assertRefused("{\"number\":" + "1".repeat(101) + "}", "too long");
        assertRefused("{\"name\":\"" + "x".repeat(64 * 1024 + 1) + "\"}", "too long");
        assertRefused("{\"" + "x".repeat(10_001) + "\":1}", "too long");
        assertRefused("{\"name\":\"a\",\"name\":\"b\"}", "twice");
        assertRefused("{\"nam\":\"a\"}", "not a known field");
        assertRefused("{\"name\":\"a\"} {}", "nothing after it");
    }

    private static void assertRefused(String body, String why) {
        try {
            JSON.readValue(body, Body.class);
            throw new AssertionError("read: " + body.substring(0, Math.min(80, body.length())));
        } catch (JsonProcessingException refused) {
            assertThat(JsonFailures.problem(refused).detail()).contains(why);
        }
    }
}
