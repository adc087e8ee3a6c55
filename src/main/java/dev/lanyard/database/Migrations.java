package dev.lanyard.database;

import dev.lanyard.config.Config;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Lets Flyway reach the database by the role that may migrate, and tells the migrations which role
 * is the application's.
 */
@Singleton
@FlywayDataSource("migration")
public class Migrations implements FlywayConfigurationCustomizer {
    private final Config.DatabaseConfig db;

    Migrations(Config config) {
        this.db = config.db();
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.dataSource(
                url(),
                db.migration().user().orElse(db.user()),
                db.migration().password().orElse(db.password()));
        configuration.connectRetries(0);
        configuration.initSql(applicationUserSetting(db.user()));
    }

    /** Says whose rights afterMigrate__rights.sql is to grant. */
    static String applicationUserSetting(String applicationUser) {
        return "SET lanyard.application_user = '" + applicationUser.replace("'", "''") + "'";
    }

    private String url() {
        String certificate = db.sslRootCert().map(path -> "&sslrootcert=" + path).orElse("");
        return "jdbc:postgresql://"
                + db.host()
                + ":"
                + db.port()
                + "/"
                + db.name()
                + "?connectTimeout=5&sslmode="
                + db.sslMode().libpq()
                + certificate;
    }
}
