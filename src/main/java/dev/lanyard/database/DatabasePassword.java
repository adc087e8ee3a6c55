package dev.lanyard.database;

import dev.lanyard.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The password of the application's role: what was set, or what the file holds at the moment, so
 * that it can be changed under a running process.
 */
public final class DatabasePassword {
    private final Optional<Path> file;
    private final String set;

    private DatabasePassword(Optional<Path> file, String set) {
        this.file = file;
        this.set = set;
    }

    /** As it is configured. */
    public static DatabasePassword of(Config.DatabaseConfig db) {
        return new DatabasePassword(db.passwordFile(), db.password().orElse(""));
    }

    /** Reads it; blocks where it is in a file, and fails with {@link UncheckedIOException}. */
    public String read() {
        try {
            return file.isPresent()
                    ? Files.readString(file.get()).replaceFirst("[\\r\\n]+$", "")
                    : set;
        } catch (IOException e) {
            throw new UncheckedIOException("LANYARD_DB_PASSWORD_FILE cannot be read", e);
        }
    }

    /** As {@link #read()}, on a thread that may block. */
    Future<String> read(Vertx vertx) {
        return file.isPresent()
                ? vertx.executeBlocking(() -> read(), false)
                : Future.succeededFuture(set);
    }

    @Override
    public String toString() {
        return "DatabasePassword[…]";
    }
}
