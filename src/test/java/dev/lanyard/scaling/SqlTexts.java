package dev.lanyard.scaling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The SQL statements of src/main: constants as the JVM put them together, and what stands in the
 * midst of methods. Not those of entities, which {@code TenantRepository} makes, nor the sandbox's,
 * which are no tenant's.
 */
final class SqlTexts {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern WHOLE =
            Pattern.compile(
                    "\\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|"
                            // a WITH that is followed by its statement
                            + "WITH\\b.*\\)\\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM))\\s.*",
                    Pattern.DOTALL);

    private static final Pattern TEMPLATE = Pattern.compile("%(?:1\\$)?[sd]");

    /** A whole statement. */
    record SqlText(String name, String sql) {}

    private SqlTexts() {}

    static List<SqlText> all() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(SOURCES.resolve("dev/lanyard/sandbox")))
                    .sorted()
                    .flatMap(file -> of(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SqlText> of(Path file) {
        String code = COMMENT.matcher(text(file)).replaceAll("");
        String type = file.getFileName().toString().replace(".java", "");
        List<String> literals = literals(code).filter(SqlTexts::isWhole).toList();
        if (!code.matches("(?s).*\\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\\s.*")) {
            return List.of();
        }
        List<SqlText> all = new ArrayList<>(constants(className(file)));
        for (String literal : literals) {
            if (all.stream().noneMatch(known -> contains(known.sql(), literal))) {
                all.add(new SqlText(type, literal));
            }
        }
        all.removeIf(part -> isBeginning(part, List.copyOf(all)));
        return all;
    }

    /** What others begin with is none by itself. */
    private static boolean isBeginning(SqlText part, List<SqlText> all) {
        return all.stream()
                .map(SqlText::sql)
                .anyMatch(sql -> sql.startsWith(part.sql()) && !sql.equals(part.sql()));
    }

    private static Stream<String> literals(String code) {
        String rest = JOINED.matcher(BLOCK.matcher(code).replaceAll("")).replaceAll("");
        return Stream.of(BLOCK.matcher(code), TEXT.matcher(rest))
                .flatMap(matcher -> matcher.results().map(found -> found.group(1)));
    }

    /** Also where numbers or parts were put into it. */
    private static boolean contains(String whole, String literal) {
        String start = plain(literal).split("%|[A-Z]{4,}_[A-Z]+", 2)[0];
        return plain(whole).contains(start);
    }

    private static String plain(String sql) {
        return sql.replaceAll("\\\\?\\s+", " ").strip();
    }

    private static List<SqlText> constants(String className) {
        try {
            Class<?> type = Class.forName(className);
            List<SqlText> all = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                add(field, all);
            }
            return all;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className, e);
        }
    }

    private static void add(Field field, List<SqlText> all) throws IllegalAccessException {
        if (field.getType() == String.class && Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            String sql = (String) field.get(null);
            if (isWhole(sql)) {
                all.add(
                        new SqlText(
                                field.getDeclaringClass().getSimpleName() + "." + field.getName(),
                                sql));
            }
        }
    }

    private static boolean isWhole(String sql) {
        return WHOLE.matcher(sql).matches() && !TEMPLATE.matcher(sql).find();
    }

    private static String className(Path file) {
        List<String> names = new ArrayList<>();
        SOURCES.relativize(file).forEach(name -> names.add(name.toString()));
        return String.join(".", names).replace(".java", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
