package dev.lanyard.authorize.session;

import dev.lanyard.problem.OutsideText;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;

/** The reason why a session failed: the stable code, and words for people without any secret. */
public record SessionError(SessionErrorCode code, String description) {

    static Optional<SessionError> of(Row row) {
        return of(row, "");
    }

    /**
     * The same under other names.
     *
     * @param prefix of the columns' names
     */
    static Optional<SessionError> of(Row row, String prefix) {
        String words = row.getString(prefix + "error_description");
        return Optional.ofNullable(row.getString(prefix + "error_code"))
                .map(code -> SessionErrorCode.of(code).because(words));
    }

    /** Words of others, cut for a description; a page escapes them like all text. */
    public static String quote(String words) {
        return String.valueOf(OutsideText.cut(words));
    }

    /** The code and its words in one line. */
    public String told() {
        return description.isEmpty() ? code.text() : code.text() + ": " + description;
    }

    public JsonObject json() {
        return new JsonObject().put("code", code.text()).put("description", description);
    }
}
