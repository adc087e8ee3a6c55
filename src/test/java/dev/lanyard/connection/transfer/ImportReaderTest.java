package dev.lanyard.connection.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.support.Mutations;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines from outside: read, or refused with a reason. */
@QuarkusTest
class ImportReaderTest {
    private static final List<String> SAMPLES =
            List.of(
                    "{\"end_user\":{\"id\":\"u1\",\"name\":\"n\",\"email\":\"e@x\"},"
                            + "\"connector_profile_id\":\"prof_1\",\"refresh_token\":\"r\","
                            + "\"access_token\":\"a\",\"expires_at\":\"2026-01-31T12:00:00Z\","
                            + "\"refresh_token_issued_at\":\"2026-01-31T12:00:00+01:00\","
                            + "\"account_id\":\"x\",\"permissions\":[\"p\"],\"metadata\":{\"a\":[1]},"
                            + "\"mode\":\"shadow\",\"activate\":false}",
                    "{\"end_user\":null}",
                    "[]");

    @Inject ImportReader reader;

    @Test
    void isReadOrRefusedForSeededMutations() {
        Mutations.forEach(14, 20_000, SAMPLES, this::check);
    }

    private void check(byte[] text) {
        try {
            ImportLine line = reader.read(new UploadedLine(1, text, null));
            assertThat(line.refreshToken()).isNotBlank();
            assertThat(line.endUser()).isNotNull();
        } catch (ProblemException refused) {
            assertThat(refused.code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
            assertThat(refused.errors()).isNotEmpty();
        }
    }

    @Test
    void tellsNoSecret() {
        ImportLine line = reader.read(new UploadedLine(1, SAMPLES.get(0).getBytes(), null));

        assertThat(line.toString()).isEqualTo("ImportLine[prof_1]");
        assertThat(new UploadedLine(3, SAMPLES.get(0).getBytes(), null))
                .hasToString("UploadedLine[3]");
    }
}
