package dev.lanyard.connection.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an import asks of the database. */
@QuarkusTest
class ImportStatementsTest {
    private static final int LINES = 100; // of two batches or three
    private static final int OF_A_BATCH = 4;

    private Importing tenant;

    @BeforeEach
    void begin() {
        tenant = Importing.begin();
    }

    private List<String> statements(String prefix, int lines) {
        String body =
                IntStream.range(0, lines)
                        .mapToObj(n -> tenant.line(prefix + n, prefix + "-token-" + n).encode())
                        .collect(Collectors.joining("\n", "", "\n"));
        RequestSpecification request =
                tenant.journey().api().contentType(Importing.NDJSON).body(body.getBytes());
        return StatementCount.of(request, api -> api.post("/v1/connections/import"));
    }

    /** Lines that have come together are looked for, stored and told of together. */
    @Test
    void aLineAmongManyCostsLessThanHalfAStatement() {
        statements("warm", 1);

        assertThat(statements("one", 1)).hasSizeLessThanOrEqualTo(OF_A_BATCH);
        assertThat(statements("many", LINES)).hasSizeLessThan(LINES / 2);
    }
}
