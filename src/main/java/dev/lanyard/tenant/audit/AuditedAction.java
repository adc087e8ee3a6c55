package dev.lanyard.tenant.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names what a request does, by its method and path: {@code POST /v1/connector-profiles} is {@code
 * connector_profile.created}. The rule holds for resources to come.
 *
 * @param objectId null where the path has none: what is created gets its id later
 */
record AuditedAction(String name, @Nullable String objectId) {
    /** A path may hold anything, a secret too: only what looks like a name or an id is recorded. */
    private static final Pattern NAME = Pattern.compile("(?=.{1,40}$)[a-z]+(-[a-z]+)*");

    private static final Pattern ID = Pattern.compile("[a-z]{2,8}_[A-Za-z0-9]{1,40}");
    private static final Set<String> WITHIN =
            Set.of("api-keys", "workload-identities", "deliveries", "audit-log");

    /** The console's collections, by the API's names. */
    private static final Map<String, String> CONSOLE =
            Map.of(
                    "profiles", "connector-profiles",
                    "connections", "connections",
                    "sessions", "connect-sessions",
                    "webhooks", "webhooks",
                    "events", "events");

    private static final Map<String, String> METHODS =
            Map.of("POST", "created", "PUT", "changed", "PATCH", "changed", "DELETE", "deleted");
    private static final Map<String, String> STEPS =
            Map.ofEntries(
                    Map.entry("cancel", "cancelled"),
                    Map.entry("check", "checked"),
                    Map.entry("confirm", "confirmed"),
                    Map.entry("delete", "deleted"),
                    Map.entry("disable", "changed"),
                    Map.entry("enable", "changed"),
                    Map.entry("git-credential", "git_credential_read"),
                    Map.entry("import", "imported"),
                    Map.entry("proxy", "proxied"),
                    Map.entry("redeliver", "redelivered"),
                    Map.entry("refresh", "refreshed"),
                    Map.entry("rotate", "rotated"),
                    Map.entry("secret", "secret_changed"),
                    Map.entry("test", "tested"),
                    Map.entry("token", "token_read"));

    /**
     * Reads a request line.
     *
     * @param path below {@code /v1}, {@code /admin/v1} or {@code /console}
     * @return empty for another path
     */
    static Optional<AuditedAction> of(String method, String path) {
        List<String> parts =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        int version = parts.indexOf("v1");
        if (version < 0 && !parts.isEmpty() && parts.get(0).equals("console")) {
            return ofConsole(method, parts.subList(1, parts.size()));
        }
        boolean known = version == 0 || (version == 1 && parts.get(0).equals("admin"));
        return known && parts.size() > version + 1
                ? Optional.of(of(method, parts.subList(version + 1, parts.size())))
                : Optional.empty();
    }

    /** The console's forms name the step that the API has a method or a path for. */
    private static Optional<AuditedAction> ofConsole(String method, List<String> parts) {
        if (parts.isEmpty() || !CONSOLE.containsKey(parts.get(0))) {
            return Optional.empty();
        }
        List<String> named = new ArrayList<>(parts);
        named.set(0, CONSOLE.get(parts.get(0)));
        return Optional.of(of(method, named));
    }

    private static AuditedAction of(String method, List<String> parts) {
        String type = singular(parts.get(0));
        if (parts.size() == 1) {
            return new AuditedAction(type + "." + verb(method), null);
        }
        String second = parts.get(1);
        if (STEPS.containsKey(second)) {
            return new AuditedAction(type + "." + step(second), null);
        }
        if (parts.size() == 2) {
            return new AuditedAction(type + "." + verb(method), id(second));
        }
        String third = parts.get(2);
        return WITHIN.contains(third)
                ? of(method, parts.subList(2, parts.size()))
                : new AuditedAction(type + "." + step(third), id(second));
    }

    private static String verb(String method) {
        return METHODS.getOrDefault(method, "read");
    }

    private static String step(String part) {
        return STEPS.getOrDefault(part, NAME.matcher(part).matches() ? snake(part) : "called");
    }

    private static String singular(String collection) {
        String name = NAME.matcher(collection).matches() ? snake(collection) : "unknown";
        if (name.endsWith("ies")) {
            return name.substring(0, name.length() - 3) + "y";
        }
        return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    }

    private static String snake(String part) {
        return part.replace('-', '_');
    }

    private static @Nullable String id(String part) {
        return ID.matcher(part).matches() ? part : null;
    }
}
