package dev.lanyard.database;

import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.PostgreSQLDialect;

/**
 * PostgreSQL, with what the database generates for a row read by a SELECT after its INSERT or
 * UPDATE. By RETURNING Hibernate Reactive 3.2 asks for the row's key alone, and not for one of two
 * columns: an entity with a composite key and a generated column keeps it from starting.
 */
public class SelectingDialect extends PostgreSQLDialect {
    private static final DatabaseVersion OLDEST = DatabaseVersion.make(14);

    /** For Hibernate. */
    public SelectingDialect() {
        super(OLDEST);
    }

    @Override
    public boolean supportsInsertReturning() {
        return false;
    }

    @Override
    public boolean supportsUpdateReturning() {
        return false;
    }
}
