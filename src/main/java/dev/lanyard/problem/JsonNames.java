package dev.lanyard.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Java's names as they stand in JSON. */
public final class JsonNames {
    private JsonNames() {}

    /** {@code expiresAt} is {@code expires_at}. */
    public static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    /** {@code VERIFY_CA} is {@code verify_ca}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** All constants, for people: {@code connect, manage, tokens}. */
    public static String all(Class<?> enumType) {
        return Arrays.stream(enumType.getEnumConstants())
                .map(constant -> of((Enum<?>) constant))
                .collect(Collectors.joining(", "));
    }
}
