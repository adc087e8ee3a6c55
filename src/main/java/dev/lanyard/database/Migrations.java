package dev.lanyard.database;

import dev.lanyard.config.Config;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Lets Flyway reach the database by the role that may migrate, and tells the migrations which role
 * is the application's.
 */
@Singleton
@FlywayDataSource("migration")
public class Migrations implements FlywayConfigurationCustomizer {
    /** A lock that is not had soon is asked for again later: whoever waits behind it would stop. */
    private static final String BOUNDS =
            "SET lock_timeout = '5s'; SET statement_timeout = '30min';"
                    + " SET idle_in_transaction_session_timeout = '1h'; ";

    private final Config.DatabaseConfig db;
    private final String bounds;
    private volatile @Nullable MigrationConnections connections;

    /**
     * @param throughPooler a pooler in transaction mode is between: what one session sets another
     *     has, so nothing is set
     */
    Migrations(
            Config config,
            @ConfigProperty(
                            name = "quarkus.datasource.reactive.postgresql.use-layer7-proxy",
                            defaultValue = "false")
                    boolean throughPooler) {
        this.db = config.db();
        this.bounds = throughPooler ? "" : BOUNDS;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        MigrationConnections made =
                new MigrationConnections(
                        url(), db.migration().user().orElse(db.user()), password());
        connections = made;
        configuration.dataSource(made);
        configuration.connectRetries(0);
        configuration.initSql(bounds + applicationUserSetting(db.user()));
    }

    /** Read at each connection: one in a file may have been changed since the last try. */
    private Supplier<String> password() {
        DatabasePassword own = DatabasePassword.of(db);
        return () -> db.migration().password().orElseGet(own::read);
    }

    /** Ends what migrates, as the server says nothing. */
    public void cut() {
        MigrationConnections made = connections;
        if (made != null) {
            made.cut();
        }
    }

    /** Whether a connection pooler stands between. */
    public boolean isPooled() {
        MigrationConnections made = connections;
        return made != null && made.isPooled();
    }

    /** Says whose rights afterMigrate__rights.sql is to grant. */
    static String applicationUserSetting(String applicationUser) {
        return "SET lanyard.application_user = '" + applicationUser.replace("'", "''") + "'";
    }

    private String url() {
        String certificate =
                db.sslRootCert().map(path -> "&sslrootcert=" + encoded(path.toString())).orElse("");
        return "jdbc:postgresql://"
                + db.host()
                + ":"
                + db.port()
                + "/"
                + encoded(db.name())
                + "?connectTimeout=5&loginTimeout=10&tcpKeepAlive=true&sslmode="
                + db.sslMode().libpq()
                + certificate;
    }

    /** Values are taken literally: a name may hold what a URL gives a meaning to. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
