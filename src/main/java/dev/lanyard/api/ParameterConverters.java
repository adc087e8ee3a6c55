package dev.lanyard.api;

import dev.lanyard.problem.JsonNames;
import dev.lanyard.problem.ProblemException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of an address: enum names as in JSON, whole numbers, truth values. Anything else is
 * {@code validation_failed} on the query parameter, or {@code not_found} in the path.
 */
@Provider
class ParameterConverters implements ParamConverterProvider {
    private static final Map<String, Boolean> TRUTH = Map.of("true", true, "false", false);

    @Override
    @SuppressWarnings("unchecked") // each branch reads values of the type it asked for
    public <T> @Nullable ParamConverter<T> getConverter(
            Class<T> type, Type genericType, Annotation[] annotations) {
        return (ParamConverter<T>) converter(type);
    }

    private static @Nullable ParamConverter<?> converter(Class<?> type) {
        if (type.isEnum()) {
            Map<String, Object> constants =
                    Arrays.stream(type.getEnumConstants())
                            .collect(Collectors.toMap(c -> JsonNames.of((Enum<?>) c), c -> c));
            return new Converter<>("must be one of " + JsonNames.all(type), constants::get);
        }
        if (type == Integer.class || type == int.class) {
            return new Converter<>("must be a whole number", ParameterConverters::number);
        }
        if (type == Boolean.class || type == boolean.class) {
            return new Converter<>("must be true or false", TRUTH::get);
        }
        return null;
    }

    private static @Nullable Integer number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Reads by a function that answers null to what it does not know. */
    private record Converter<T>(String message, Function<String, @Nullable T> reader)
            implements ParamConverter<T> {
        @Override
        public @Nullable T fromString(@Nullable String text) {
            if (text == null) {
                return null;
            }
            T value = reader.apply(text);
            if (value == null) {
                throw refused(text);
            }
            return value;
        }

        /** The framework does not say which parameter it converts, so it is found by its text. */
        private ProblemException refused(String text) {
            ServerHttpRequest request = CurrentRequestManager.get().serverRequest();
            return request.queryParamNames().stream()
                    .filter(name -> request.getAllQueryParams(name).contains(text))
                    .findFirst()
                    .map(name -> ProblemException.invalid(name, message))
                    .orElseGet(ProblemException::notFound);
        }

        @Override
        public String toString(T value) {
            return value instanceof Enum<?> constant
                    ? JsonNames.of(constant)
                    : String.valueOf(value);
        }
    }
}
