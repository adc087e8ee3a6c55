package dev.lanyard.connection.transfer;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What became of one line.
 *
 * @param line its number, from 1
 * @param status {@code created}, {@code updated} or {@code failed}
 */
record ImportResult(
        long line, String status, @Nullable String connectionId, @Nullable ProblemException error) {

    static ImportResult created(long line, String connectionId) {
        return new ImportResult(line, "created", connectionId, null);
    }

    /** Stored anew, or as it was there already. */
    static ImportResult updated(long line, String connectionId) {
        return new ImportResult(line, "updated", connectionId, null);
    }

    static ImportResult failed(long line, ProblemException error) {
        return new ImportResult(line, "failed", null, error);
    }

    static ImportResult unreadable(UploadedLine line, String fault) {
        ProblemCode code =
                LineSplitter.TOO_LONG.equals(fault)
                        ? ProblemCode.PAYLOAD_TOO_LARGE
                        : ProblemCode.VALIDATION_FAILED;
        return failed(line.number(), ProblemException.of(code, "This line " + fault + "."));
    }

    boolean isFailed() {
        return error != null;
    }

    /** As one line of the response. */
    String json() {
        JsonObject result = JsonObject.of("line", line, "status", status);
        if (connectionId != null) {
            result.put("connection_id", connectionId);
        }
        if (error != null) {
            result.put("error", json(error));
        }
        return result.encode();
    }

    private static JsonObject json(ProblemException problem) {
        JsonObject error = JsonObject.of("code", problem.code().code(), "detail", problem.detail());
        if (!problem.errors().isEmpty()) {
            JsonArray errors = new JsonArray();
            problem.errors()
                    .forEach(
                            one ->
                                    errors.add(
                                            JsonObject.of(
                                                    "field", one.field(),
                                                    "message", one.message())));
            error.put("errors", errors);
        }
        return error;
    }
}
