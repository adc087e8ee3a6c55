package dev.lanyard.tenant;

import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request of the operator's asks of the database. */
@QuarkusTest
class TenantStatementsTest {
    private static final String TENANTS = "/admin/v1/tenants";
    private static final Map<String, String> NAME = Map.of("name", "Acme");
    private static final Map<String, Object> KEY =
            Map.of("name", "backend", "scopes", List.of("manage"));

    private static String one() {
        return TENANTS + "/" + tenant().id();
    }

    @Test
    void aPageOfTenantsIsOneStatement() {
        assertThat(StatementCount.of(operator(), request -> request.get(TENANTS))).hasSize(1);
    }

    @Test
    void aTenantIsOneStatement() {
        String tenant = one();

        assertThat(StatementCount.of(operator(), request -> request.get(tenant))).hasSize(1);
    }

    @Test
    void aNewTenantIsFour() {
        List<String> sent =
                StatementCount.of(operator().body(NAME), request -> request.post(TENANTS));

        assertThat(sent).hasSize(4).last().asString().startsWith("INSERT INTO audit_log");
    }

    @Test
    void anotherNameIsThree() {
        String tenant = one();

        List<String> sent =
                StatementCount.of(operator().body(NAME), request -> request.patch(tenant));

        assertThat(sent).hasSize(3);
        assertThat(sent.get(1)).isEqualTo("update tenant set name=$1 where tenant_id=$2");
    }

    @Test
    void aPageOfKeysIsTwo() {
        String tenant = one();

        List<String> sent =
                StatementCount.of(operator(), request -> request.get(tenant + "/api-keys"));

        assertThat(sent).hasSize(2);
    }

    @Test
    void aNewKeyIsFour() {
        String tenant = one();

        List<String> sent =
                StatementCount.of(
                        operator().body(KEY), request -> request.post(tenant + "/api-keys"));

        assertThat(sent).hasSize(4);
    }
}
