package dev.lanyard.problem;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of an address: enum names as in JSON, whole numbers, truth values; anything else is
 * {@code validation_failed} on the parameter.
 */
@Provider
class ParameterConverters implements ParamConverterProvider {

    @Override
    public <T> @Nullable ParamConverter<T> getConverter(
            Class<T> type, Type genericType, Annotation[] annotations) {
        String name = name(annotations);
        if (type.isEnum()) {
            Map<String, T> constants =
                    Arrays.stream(type.getEnumConstants())
                            .collect(Collectors.toMap(c -> Names.of((Enum<?>) c), c -> c));
            return new Converter<>(name, "must be one of " + Names.all(type), constants::get);
        }
        if (type == Integer.class || type == int.class) {
            return new Converter<>(name, "must be a whole number", text -> cast(number(text)));
        }
        if (type == Boolean.class || type == boolean.class) {
            Map<String, Boolean> truth = Map.of("true", true, "false", false);
            return new Converter<>(name, "must be true or false", text -> cast(truth.get(text)));
        }
        return null;
    }

    private static String name(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam query) {
                return query.value();
            }
            if (annotation instanceof PathParam path) {
                return path.value();
            }
        }
        return "query";
    }

    private static @Nullable Integer number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @SuppressWarnings("unchecked") // T is the boxed or the primitive type
    private static <T> @Nullable T cast(@Nullable Object value) {
        return (T) value;
    }

    /** Reads by a function that answers null to what it does not know. */
    private record Converter<T>(String name, String message, Function<String, @Nullable T> reader)
            implements ParamConverter<T> {
        @Override
        public @Nullable T fromString(@Nullable String text) {
            if (text == null) {
                return null;
            }
            T value = reader.apply(text);
            if (value == null) {
                throw Problem.invalid(name, message);
            }
            return value;
        }

        @Override
        public String toString(T value) {
            return value instanceof Enum<?> constant ? Names.of(constant) : String.valueOf(value);
        }
    }
}
