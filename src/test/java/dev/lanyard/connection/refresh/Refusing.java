package dev.lanyard.connection.refresh;

import dev.lanyard.connection.Connected;
import dev.lanyard.support.Owner;

/** A database that refuses a kind of write, by a trigger, while a test's step runs. */
final class Refusing {
    private final String name;
    private final String table;

    private Refusing(String name, String table) {
        this.name = name + "_" + System.nanoTime();
        this.table = table;
    }

    /** Refuses every event about this connection. */
    static void events(Connected connection, Runnable step) {
        Refusing events = new Refusing("events", "event");
        events.during(
                "INSERT", "NEW.subject = '" + connection.id() + "'", "RAISE 'no events'", step);
    }

    /** Refuses every statement that names a token column or the version of this connection. */
    static void tokenColumns(Connected connection, Runnable step) {
        Refusing columns = new Refusing("columns", "token_set");
        columns.during(
                "UPDATE OF version, access_token, refresh_token, spare",
                "NEW.connection_id = '" + connection.id() + "'",
                "RAISE 'no token columns'",
                step);
    }

    /**
     * Refuses to store tokens of this connection a few times.
     *
     * @return how often they were written, or tried to be
     */
    static int tokens(Connected connection, int times, Runnable step) {
        Refusing tokens = new Refusing("tokens", "token_set");
        tokens.run("CREATE SEQUENCE " + tokens.name);
        tokens.run("GRANT USAGE ON SEQUENCE " + tokens.name + " TO PUBLIC");
        String count = "nextval('" + tokens.name + "')";
        tokens.during(
                "UPDATE",
                "NEW.connection_id = '" + connection.id() + "' AND NEW.version > OLD.version",
                "IF " + count + " <= " + times + " THEN RAISE 'no tokens'; END IF",
                step);
        return connection
                .one("SELECT " + count + " - 1 AS tries, $1::text")
                .getLong("tries")
                .intValue();
    }

    private void during(String event, String condition, String body, Runnable step) {
        run(
                "CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s; RETURN NEW; END $$"
                        .formatted(name, body));
        run(
                "CREATE TRIGGER %1$s BEFORE %2$s ON %3$s FOR EACH ROW WHEN (%4$s) EXECUTE FUNCTION %1$s()"
                        .formatted(name, event, table, condition));
        try {
            step.run();
        } finally {
            run("DROP TRIGGER %s ON %s".formatted(name, table));
        }
    }

    /** The application's role may not. */
    private void run(String statement) {
        Owner.execute(statement);
    }
}
