package dev.lanyard.provider.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request about profiles asks of the database. */
@QuarkusTest
class ProfileStatementsTest extends ProfileRequests {
    /** Callers and data keys are remembered for some seconds; whether they are is not told here. */
    private static List<String> withoutCallers(List<String> sent) {
        return sent.stream()
                .filter(sql -> !sql.contains("api_key") && !sql.contains("data_key"))
                .toList();
    }

    @Test
    void aPageIsOneStatement() {
        created();

        List<String> sent =
                StatementCount.of(tenant.with("manage"), request -> request.get(PROFILES));

        assertThat(withoutCallers(sent)).hasSize(1);
    }

    @Test
    void aProfileIsOneStatement() {
        String profile = PROFILES + "/" + created();

        List<String> sent =
                StatementCount.of(tenant.with("manage"), request -> request.get(profile));

        assertThat(withoutCallers(sent)).hasSize(1);
    }

    @Test
    void aNewProfileIsThree() {
        List<String> sent =
                StatementCount.of(
                        tenant.with("manage").body(body()), request -> request.post(PROFILES));

        assertThat(withoutCallers(sent)).hasSize(3).last().asString().contains("audit_log");
    }

    @Test
    void anotherNameWritesNothingElse() {
        String profile = PROFILES + "/" + created();

        List<String> sent =
                StatementCount.of(
                        tenant.with("manage").body(Map.of("name", "Other")),
                        request -> request.patch(profile));

        assertThat(withoutCallers(sent))
                .hasSize(5)
                .element(2)
                .isEqualTo(
                        "update connector_profile set name=$1,updated_at=now()"
                                + " where tenant_id=$2 and id=$3");
    }

    @Test
    void aDeletedProfileIsTwo() {
        String profile = PROFILES + "/" + created();

        List<String> sent =
                StatementCount.of(tenant.with("manage"), request -> request.delete(profile));

        assertThat(withoutCallers(sent)).hasSize(2);
    }
}
