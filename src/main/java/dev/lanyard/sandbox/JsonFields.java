package dev.lanyard.sandbox;

import dev.lanyard.problem.ProblemException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON object, read by type; what does not fit is a problem that names the field.
 */
record JsonFields(JsonObject json) {

    /** The request's body; an absent one is an object without fields. */
    static JsonFields of(RoutingContext ctx) {
        try {
            return new JsonFields(
                    ctx.body().isEmpty() ? new JsonObject() : ctx.body().buffer().toJsonObject());
        } catch (DecodeException | ClassCastException e) {
            throw ProblemException.invalid("body", "must be a JSON object");
        }
    }

    /** Refuses every field but these. */
    JsonFields only(Set<String> names) {
        json.fieldNames().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(this::refuseUnknown);
        return this;
    }

    Optional<String> text(String name) {
        return typed(name, String.class, "must be a text");
    }

    Optional<Boolean> flag(String name) {
        return typed(name, Boolean.class, "must be true or false");
    }

    Optional<Integer> number(String name, int least, int most) {
        Optional<Integer> number = typed(name, Integer.class, "must be a whole number");
        if (number.filter(n -> n < least || n > most).isPresent()) {
            throw ProblemException.invalid(name, "must be from " + least + " to " + most);
        }
        return number;
    }

    Optional<String> oneOf(String name, Set<String> values) {
        Optional<String> text = text(name);
        if (text.filter(t -> !values.contains(t)).isPresent()) {
            throw ProblemException.invalid(name, "must be one of " + String.join(", ", values));
        }
        return text;
    }

    Optional<List<String>> texts(String name) {
        Optional<JsonArray> array = typed(name, JsonArray.class, "must be a list of texts");
        if (array.filter(a -> !a.stream().allMatch(String.class::isInstance)).isPresent()) {
            throw ProblemException.invalid(name, "must be a list of texts");
        }
        return array.map(a -> a.stream().map(String.class::cast).toList());
    }

    Optional<List<JsonFields>> objects(String name) {
        Optional<JsonArray> array = typed(name, JsonArray.class, "must be a list of objects");
        if (array.filter(a -> !a.stream().allMatch(JsonObject.class::isInstance)).isPresent()) {
            throw ProblemException.invalid(name, "must be a list of objects");
        }
        return array.map(a -> a.stream().map(JsonObject.class::cast).map(JsonFields::new).toList());
    }

    private <T> Optional<T> typed(String name, Class<T> type, String message) {
        Object value = json.getValue(name);
        if (value != null && !type.isInstance(value)) {
            throw ProblemException.invalid(name, message);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private void refuseUnknown(String name) {
        throw ProblemException.invalid(name, "is unknown here");
    }
}
