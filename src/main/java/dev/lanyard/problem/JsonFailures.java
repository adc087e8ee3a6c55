package dev.lanyard.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns Jackson's errors into ours. Jackson's messages quote the body and name classes, so they are
 * never shown.
 */
public final class JsonFailures {
    private static final String WHOLE = "body";

    private JsonFailures() {}

    public static ProblemException problem(JsonProcessingException failure) {
        if (failure instanceof StreamConstraintsException) {
            return ProblemException.invalid(
                    WHOLE, "is nested too deeply, or has a too long name, number or text");
        }
        if (failure instanceof JsonMappingException mapping) {
            return mapping(mapping);
        }
        return malformed(failure);
    }

    private static ProblemException mapping(JsonMappingException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (cause instanceof InputCoercionException) {
                return ProblemException.invalid(path(failure.getPath()), "is out of range");
            }
            if (cause instanceof JsonProcessingException parsing
                    && !(cause instanceof JsonMappingException)) {
                return problem(parsing);
            }
        }
        String field = path(failure.getPath());
        if (failure instanceof UnrecognizedPropertyException) {
            return ProblemException.invalid(field, "is not a known field");
        }
        if (String.valueOf(failure.getOriginalMessage()).startsWith("Duplicate field")) {
            return ProblemException.invalid(field, "stands twice");
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return ProblemException.invalid(field, expected(mismatch));
        }
        return ProblemException.invalid(field, "is not valid");
    }

    private static ProblemException malformed(JsonProcessingException failure) {
        if (failure.getProcessor() instanceof JsonParser parser
                && failure.getOriginalMessage().startsWith("Duplicate field")) {
            String pointer = parser.getParsingContext().pathAsPointer().toString();
            return ProblemException.invalid(
                    pointer.isEmpty() ? WHOLE : shown(pointer.substring(1).replace('/', '.')),
                    "stands twice");
        }
        JsonLocation at = failure.getLocation();
        String where =
                at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return ProblemException.invalid(WHOLE, "is not well-formed JSON" + where);
    }

    private static String expected(MismatchedInputException failure) {
        String message = String.valueOf(failure.getOriginalMessage());
        if (message.startsWith("Trailing token")) {
            return "must be one JSON value, with nothing after it";
        }
        Class<?> type = failure.getTargetType();
        if (message.startsWith("Cannot map `null`")) {
            return "must not be null";
        }
        return type == null ? "is not of the right type" : "must be " + kind(type);
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + JsonNames.all(type);
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "a time like 2026-01-31T12:00:00Z";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "valid";
    }

    /** {@code permissions[2]}, {@code end_user.id}. */
    private static String path(@Nullable List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference :
                references == null ? List.<JsonMappingException.Reference>of() : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.isEmpty() ? WHOLE : shown(path.toString());
    }

    /** The names in a body are the caller's text. */
    private static String shown(String path) {
        return String.valueOf(OutsideText.cut(path));
    }
}
