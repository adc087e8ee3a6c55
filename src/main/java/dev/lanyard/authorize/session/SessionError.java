package dev.lanyard.authorize.session;

import dev.lanyard.problem.OutsideText;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;

/** The reason why a session failed: the stable code, and words for people without any secret. */
public record SessionError(SessionErrorCode code, String description) {

    static Optional<SessionError> of(Row row) {
        return Optional.ofNullable(row.getString("error_code"))
                .map(code -> SessionErrorCode.of(code).because(row.getString("error_description")));
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
