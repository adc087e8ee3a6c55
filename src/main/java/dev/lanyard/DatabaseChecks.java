package dev.lanyard;

import dev.lanyard.config.Config;
import dev.lanyard.database.DatabasePassword;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** Checks how the database is reached: pool, TLS, passwords. */
final class DatabaseChecks {
    static final String NO_PASSWORD = "LANYARD_DB_PASSWORD is missing";

    /** A name, however it is spelled, or an address of IPv6. */
    private static final Pattern HOST =
            Pattern.compile(
                    "[^\\s\\p{Cntrl}:/@,;?#\\[\\]]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?]?");

    private final ComplaintList complaints;

    private DatabaseChecks(ComplaintList complaints) {
        this.complaints = complaints;
    }

    /** Adds what is wrong to these complaints. */
    static void check(Config.DatabaseConfig db, ComplaintList complaints) {
        new DatabaseChecks(complaints).check(db);
    }

    private void check(Config.DatabaseConfig db) {
        complaints.expect(
                HOST.matcher(db.host()).matches(),
                "LANYARD_DB_HOST must be the name or the address of one host, without scheme, port,"
                        + " blanks or line breaks");
        complaints.expectPort("LANYARD_DB_PORT", db.port());
        complaints.expect(
                db.poolSize() >= 1 && db.poolSize() <= 1000,
                "LANYARD_DB_POOL_SIZE must be from 1 to 1000");
        boolean verifies =
                db.sslMode() == Config.SslMode.VERIFY_CA
                        || db.sslMode() == Config.SslMode.VERIFY_FULL;
        complaints.expect(
                !verifies || db.sslRootCert().isPresent(),
                "LANYARD_DB_SSL_ROOT_CERT is missing: LANYARD_DB_SSL_MODE="
                        + db.sslMode().libpq()
                        + " needs it");
        db.sslRootCert()
                .ifPresent(
                        path ->
                                complaints.expect(
                                        path.toFile().canRead(),
                                        "LANYARD_DB_SSL_ROOT_CERT: cannot read " + path));
        complaints.expect(
                db.migration().user().isPresent() == db.migration().password().isPresent(),
                "LANYARD_DB_MIGRATION_USER and LANYARD_DB_MIGRATION_PASSWORD: set both or none");
        password(db);
    }

    private void password(Config.DatabaseConfig db) {
        complaints.expect(db.password().isPresent() || db.passwordFile().isPresent(), NO_PASSWORD);
        complaints.expect(
                db.password().isEmpty() || db.passwordFile().isEmpty(),
                "LANYARD_DB_PASSWORD or LANYARD_DB_PASSWORD_FILE: set exactly one of the two");
        if (db.password().isEmpty() && db.passwordFile().isPresent()) {
            passwordFile(DatabasePassword.of(db));
        }
    }

    private void passwordFile(DatabasePassword file) {
        try {
            complaints.expect(
                    !file.read().isEmpty(), "LANYARD_DB_PASSWORD_FILE: the file it names is empty");
        } catch (UncheckedIOException e) {
            complaints.add("LANYARD_DB_PASSWORD_FILE: the file it names cannot be read");
        }
    }
}
