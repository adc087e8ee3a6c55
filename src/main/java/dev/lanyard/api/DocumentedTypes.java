package dev.lanyard.api;

import dev.lanyard.problem.JsonNames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/** What records say of their fields in JSON: which may be null, which may be left out. */
final class DocumentedTypes {
    private static final DotName NULLABLE =
            DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName INCLUDE =
            DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");

    /** A simple name is used once in all rooms. */
    private final Map<String, ClassInfo> types = new HashMap<>();

    /**
     * Facts of a field.
     *
     * @param nullable null is a value of it
     * @param optional it may not be there
     */
    record FieldFacts(boolean nullable, boolean optional) {}

    DocumentedTypes(IndexView index) {
        for (ClassInfo type : index.getKnownClasses()) {
            if (type.isRecord() && type.name().toString().startsWith("dev.lanyard.")) {
                types.put(simpleName(type), type);
            }
        }
    }

    private static String simpleName(ClassInfo type) {
        String name = type.name().withoutPackagePrefix();
        return name.substring(name.lastIndexOf('$') + 1);
    }

    /**
     * The fields of a record that responses show, by their names in JSON; empty if there is none of
     * that name.
     *
     * @param schema the simple name; that of a page of them begins with {@code Page}
     */
    Map<String, FieldFacts> of(String schema) {
        ClassInfo type = types.get(schema);
        if (type == null && schema.startsWith("Page")) {
            type = types.get("Page");
        }
        Map<String, FieldFacts> fields = new LinkedHashMap<>();
        if (type != null) {
            for (RecordComponentInfo component : type.recordComponents()) {
                fields.put(JsonNames.snakeCase(component.name()), facts(type, component));
            }
        }
        return fields;
    }

    private static FieldFacts facts(ClassInfo type, RecordComponentInfo component) {
        FieldInfo field = type.field(component.name());
        boolean nullable = component.type().hasAnnotation(NULLABLE);
        boolean left =
                type.hasDeclaredAnnotation(INCLUDE)
                        || field != null && field.hasAnnotation(INCLUDE);
        return new FieldFacts(nullable && !left, nullable && left);
    }
}
