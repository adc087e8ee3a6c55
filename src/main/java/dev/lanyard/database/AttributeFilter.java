package dev.lanyard.database;

import io.quarkus.panache.common.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition that entities' attributes have the values asked for, as far as any are. */
public final class AttributeFilter {
    private static final String ALL = "1 = 1";

    private final List<String> conditions = new ArrayList<>();
    private final Parameters values = new Parameters();

    /**
     * Adds an attribute.
     *
     * @param attribute of the entity
     * @param value null: any
     */
    public AttributeFilter with(String attribute, @Nullable Object value) {
        if (value != null) {
            conditions.add(attribute + " = :" + attribute);
            values.and(attribute, value);
        }
        return this;
    }

    /** HQL, for {@link TenantRepository}. */
    public String condition() {
        return conditions.isEmpty() ? ALL : String.join(" and ", conditions);
    }

    /** The values of its parameters. */
    public Parameters values() {
        return values;
    }
}
