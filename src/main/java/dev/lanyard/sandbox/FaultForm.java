package dev.lanyard.sandbox;

import dev.lanyard.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Reads a fault as the form of a consumer's page sends it. */
final class FaultForm {
    private FaultForm() {}

    /** Settings stand in one text: {@code millis=3000 before=true}. */
    static Fault fault(MultiMap form) {
        JsonObject fields = new JsonObject();
        filled(form, "fault").ifPresent(fault -> fields.put("fault", fault));
        filled(form, "where").ifPresent(where -> fields.put("where", where));
        filled(form, "times").ifPresent(times -> fields.put("times", number("times", times)));
        filled(form, "settings").ifPresent(settings -> putAll(fields, settings));
        return Fault.of(new JsonFields(fields));
    }

    static int number(String field, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(field, "must be a whole number");
        }
    }

    private static Optional<String> filled(MultiMap form, String name) {
        return Optional.ofNullable(form.get(name)).map(String::strip).filter(t -> !t.isEmpty());
    }

    private static void putAll(JsonObject fields, String settings) {
        for (String setting : settings.split("\\s+(?=[a-z_]+=)", -1)) {
            String[] pair = setting.split("=", 2);
            if (pair.length < 2) {
                throw ProblemException.invalid("settings", "must be like millis=3000");
            }
            fields.put(pair[0], value(pair[0], pair[1]));
        }
    }

    private static Object value(String name, String text) {
        if (name.equals("scopes")) {
            return new JsonArray(List.of((Object[]) text.split("[,\\s]+", -1)));
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("\\d{1,9}") ? (Object) Integer.valueOf(text) : text;
    }
}
