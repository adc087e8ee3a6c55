package dev.lanyard.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * A distributed PostgreSQL can place every tenant's rows by {@code tenant_id}: all primary keys,
 * unique keys and foreign keys of tenant data begin with it (docs/operations.md, "Growing past one
 * PostgreSQL").
 */
@QuarkusTest
class TenantFirstTest {
    /** What is the operator's, the framework's, or the sandbox's, which plays a provider. */
    private static final String NOT_TENANT_DATA =
            "vault_(key|rotation)|flyway_schema_history|sandbox_.*";

    /** Finds a workload's tenant by its token, and lets no two tenants claim one workload. */
    private static final String ACROSS_TENANTS = "workload_identity_workload";

    private static final String TABLES =
            """
            SELECT c.relname AS name,
                   EXISTS (SELECT 1 FROM pg_attribute a
                           WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnotnull) AS has_tenant,
                   EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS has_key
            FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            """;
    private static final String UNIQUE =
            """
            SELECT c.relname AS name, i.indexrelid::regclass::text AS key,
                   (SELECT a.attname FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0]) AS first
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique
            """;
    private static final String FOREIGN =
            """
            SELECT c.relname AS name, k.conname AS key,
                   (SELECT a.attname FROM pg_attribute a
                    WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]) AS first,
                   (SELECT a.attname FROM pg_attribute a
                    WHERE a.attrelid = k.confrelid AND a.attnum = k.confkey[1]) AS there
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            WHERE c.relnamespace = 'public'::regnamespace AND k.contype = 'f'
            """;

    @Inject Pool pool;

    @Test
    void everyTableOfTenantDataNamesItsTenantAndHasAKey() {
        assertThat(of(TABLES))
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        table -> {
                            assertThat(table.getBoolean("has_tenant")).as(name(table)).isTrue();
                            assertThat(table.getBoolean("has_key")).as(name(table)).isTrue();
                        });
    }

    @Test
    void everyPrimaryAndUniqueKeyBeginsWithTheTenant() {
        assertThat(of(UNIQUE))
                .hasSizeGreaterThan(10)
                .filteredOn(key -> !key.getString("key").equals(ACROSS_TENANTS))
                .allSatisfy(
                        key ->
                                assertThat(key.getString("first"))
                                        .as(name(key) + ", " + key.getString("key"))
                                        .isEqualTo("tenant_id"));
    }

    @Test
    void everyForeignKeyBeginsWithTheTenantOnBothSides() {
        assertThat(of(FOREIGN))
                .hasSizeGreaterThan(8)
                .allSatisfy(
                        key ->
                                assertThat(List.of(key.getString("first"), key.getString("there")))
                                        .as(name(key) + ", " + key.getString("key"))
                                        .containsOnly("tenant_id"));
    }

    private static String name(Row row) {
        return row.getString("name");
    }

    private List<Row> of(String catalogue) {
        return StreamSupport.stream(
                        pool.query(catalogue)
                                .execute()
                                .await()
                                .atMost(Duration.ofSeconds(10))
                                .spliterator(),
                        false)
                .filter(row -> !name(row).matches(NOT_TENANT_DATA))
                .toList();
    }
}
