package dev.lanyard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.demo.DevDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What afterMigrate__rights.sql grants; that it is enough, all other tests show. */
class RightsTest {
    private static final String ODD = "app \"o'role";

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void migrate() throws SQLException {
        postgres = DevDatabase.open();
        migrate("postgres", DevDatabase.USER);
    }

    @AfterAll
    static void close() throws IOException {
        postgres.close();
    }

    private static void migrate(String database, String applicationUser) {
        Flyway.configure()
                .dataSource(postgres.getDatabase(DevDatabase.OWNER, database))
                .initSql(Migrations.applicationUserSetting(applicationUser))
                .load()
                .migrate();
    }

    private static List<String> query(String database, String user, String sql)
            throws SQLException {
        String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database;
        try (Connection connection = DriverManager.getConnection(url, user, user);
                Statement statement = connection.createStatement()) {
            List<String> column = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    column.add(rows.getString(1));
                }
            }
            return column;
        }
    }

    private static List<String> query(String user, String sql) throws SQLException {
        return query("postgres", user, sql);
    }

    @Test
    void areStatedForEveryTable() throws SQLException {
        String unstated =
                "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND"
                        + " c.relkind IN ('r', 'v') AND NOT has_table_privilege('"
                        + DevDatabase.USER
                        + "', c.oid, 'SELECT')";

        assertThat(query(DevDatabase.OWNER, unstated))
                .as("add these to src/main/resources/db/migration/afterMigrate__rights.sql")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_log SET action = 'x.y'",
                "DELETE FROM audit_log",
                "TRUNCATE audit_log",
                "INSERT INTO audit_log (tenant_id, actor_type, action, object_type, at) VALUES"
                        + " ('t', 'lanyard', 'a.b', 'a', now())",
                "INSERT INTO audit_log (tenant_id, actor_type, action, object_type, position, hash)"
                        + " VALUES ('t', 'lanyard', 'a.b', 'a', 1, '')",
                "UPDATE audit_chain SET hash = ''",
                "INSERT INTO audit_chain (tenant_id) VALUES ('t')",
                "DELETE FROM audit_chain",
                "UPDATE event SET type = 'x'",
                "DELETE FROM vault_key",
                "DELETE FROM flyway_schema_history",
                "CREATE TABLE mine (id int)",
                "DROP TABLE audit_log",
                "ALTER TABLE audit_log DISABLE TRIGGER ALL",
                "ALTER TABLE connect_session DISABLE TRIGGER audit_session",
                "CREATE OR REPLACE FUNCTION audit_event() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RETURN NULL; END'"
            })
    void doNotReachFurther(String sql) {
        assertThatThrownBy(() -> query(DevDatabase.USER, sql))
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @Test
    void keepOthersFromTheFunctionsThatRemove() throws SQLException {
        query(DevDatabase.OWNER, "CREATE ROLE other LOGIN");

        assertThatThrownBy(() -> query("other", "SELECT expire_audit_log('1 day', 1)"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void letALivingTenantsLogBeErasedByNobody() throws SQLException {
        query(DevDatabase.OWNER, "INSERT INTO tenant (tenant_id, name) VALUES ('ten_1', 'Acme')");

        assertThatThrownBy(() -> query(DevDatabase.USER, "SELECT erase_audit_log('ten_1')"))
                .hasMessageContaining("not to be erased");
        assertThatThrownBy(() -> query(DevDatabase.USER, "SELECT erase_audit_log('operator')"))
                .hasMessageContaining("not to be erased");
    }

    @Test
    void areGrantedToARoleOfAnyName() throws SQLException {
        String quoted = "\"" + ODD.replace("\"", "\"\"") + "\"";
        query(DevDatabase.OWNER, "CREATE ROLE " + quoted + " LOGIN");

        migrate("postgres", ODD);

        assertThat(query(ODD, "SELECT count(*) FROM tenant")).isNotEmpty();
    }

    @Test
    void areTheOwnersWhereOneRoleDoesBoth() throws SQLException {
        query(DevDatabase.OWNER, "CREATE ROLE single LOGIN PASSWORD 'single'");
        query(DevDatabase.OWNER, "CREATE DATABASE single OWNER single");
        Flyway.configure()
                .dataSource(postgres.getDatabase("single", "single"))
                .initSql(Migrations.applicationUserSetting("single"))
                .load()
                .migrate();

        query("single", "single", "INSERT INTO tenant (tenant_id, name) VALUES ('ten_1', 'Acme')");
        query(
                "single",
                "single",
                "INSERT INTO audit_log (tenant_id, actor_type, action, object_type) VALUES"
                        + " ('ten_1', 'lanyard', 'a.b', 'a')");

        assertThat(query("single", "single", "SELECT chain_audit_log(10)")).containsExactly("1");
    }
}
