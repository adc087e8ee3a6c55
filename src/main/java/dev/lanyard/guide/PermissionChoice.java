package dev.lanyard.guide;

import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Provider.Permission;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a reader picks on the guide, and what follows from it by the entry's implications.
 *
 * @param areas the boxes, as the provider's form groups them
 * @param ticks what to tick on the form, what it ticks along left out
 * @param json the {@code permissions} of the connector profile
 */
record PermissionChoice(List<ChoiceArea> areas, List<Tick> ticks, String json) {

    /** A part of the form. */
    record ChoiceArea(String name, List<ChoiceBox> boxes) {}

    /**
     * A box of the form.
     *
     * @param brings boxes that come along, for people
     * @param lacks boxes that one might expect to come along, and that do not
     * @param along those of the picked ones that bring it, empty if it is picked itself
     */
    record ChoiceBox(
            String scope,
            String name,
            boolean required,
            boolean picked,
            String brings,
            String lacks,
            String along,
            String implies) {}

    /** A box to tick. */
    record Tick(String label, String scope, String brings) {}

    static PermissionChoice of(Provider provider, Collection<String> asked) {
        Set<String> picked = new LinkedHashSet<>(provider.required());
        provider.permissions().stream()
                .map(Permission::scope)
                .filter(asked::contains)
                .forEach(picked::add);
        Map<String, List<ChoiceBox>> areas = new LinkedHashMap<>();
        for (Permission permission : provider.permissions()) {
            areas.computeIfAbsent(permission.area(), none -> new ArrayList<>())
                    .add(box(provider, permission, picked));
        }
        List<String> ordered =
                provider.permissions().stream()
                        .map(Permission::scope)
                        .filter(picked::contains)
                        .toList();
        return new PermissionChoice(
                areas.entrySet().stream()
                        .map(area -> new ChoiceArea(area.getKey(), area.getValue()))
                        .toList(),
                ticks(provider, ordered),
                new JsonArray(ordered).encode());
    }

    private static ChoiceBox box(Provider provider, Permission permission, Set<String> picked) {
        boolean own = picked.contains(permission.scope());
        return new ChoiceBox(
                permission.scope(),
                permission.name(),
                permission.required(),
                own,
                labels(provider, brought(provider, permission)),
                lacks(provider, permission),
                own ? "" : along(provider, permission, picked),
                String.join(" ", brought(provider, permission)));
    }

    /** All that it implies, itself left out. */
    private static List<String> brought(Provider provider, Permission permission) {
        return provider.closed(permission.implies()).stream()
                .filter(scope -> !scope.equals(permission.scope()))
                .toList();
    }

    /** Lower boxes of its area that it does not bring; none where an entry has no implications. */
    private static String lacks(Provider provider, Permission permission) {
        boolean told = provider.permissions().stream().anyMatch(each -> !each.implies().isEmpty());
        List<String> brought = brought(provider, permission);
        List<String> always = provider.closed(provider.required());
        List<String> lacking =
                lower(provider, permission).stream()
                        .filter(each -> told && !brought.contains(each.scope()))
                        .filter(each -> !always.contains(each.scope()))
                        .filter(each -> !isLonely(provider, each))
                        .map(Permission::name)
                        .toList();
        return switch (lacking.size()) {
            case 0 -> "";
            case 1 -> "Does not bring " + lacking.get(0) + ": tick it too if you need it.";
            default ->
                    "Brings neither "
                            + String.join(" nor ", lacking)
                            + ": tick what you need of them.";
        };
    }

    /** It has lower ones, and brings none of them. */
    private static boolean isLonely(Provider provider, Permission permission) {
        List<Permission> lower = lower(provider, permission);
        List<String> brought = brought(provider, permission);
        return !lower.isEmpty() && lower.stream().noneMatch(each -> brought.contains(each.scope()));
    }

    /** Those before it in its area: forms go from reading to administering. */
    private static List<Permission> lower(Provider provider, Permission permission) {
        return provider.permissions().stream()
                .takeWhile(each -> !each.equals(permission))
                .filter(each -> each.area().equals(permission.area()))
                .toList();
    }

    private static String along(Provider provider, Permission permission, Set<String> picked) {
        return provider.permissions().stream()
                .filter(each -> picked.contains(each.scope()))
                .filter(each -> brought(provider, each).contains(permission.scope()))
                .map(PermissionChoice::label)
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    private static List<Tick> ticks(Provider provider, List<String> picked) {
        return provider.permissions().stream()
                .filter(each -> picked.contains(each.scope()))
                .filter(each -> along(provider, each, without(picked, each.scope())).isEmpty())
                .map(
                        each ->
                                new Tick(
                                        label(each),
                                        each.scope(),
                                        labels(provider, brought(provider, each))))
                .toList();
    }

    private static Set<String> without(List<String> scopes, String scope) {
        Set<String> others = new LinkedHashSet<>(scopes);
        others.remove(scope);
        return others;
    }

    private static String labels(Provider provider, List<String> scopes) {
        return provider.permissions().stream()
                .filter(each -> scopes.contains(each.scope()))
                .map(PermissionChoice::label)
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    private static String label(Permission permission) {
        return permission.area() + ": " + permission.name();
    }
}
