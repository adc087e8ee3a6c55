package dev.lanyard.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Texts for the sandbox's templates. */
final class SandboxViews {
    private static final Set<String> OF_FAULT =
            Set.of("id", "fault", "where", "remaining", "fired");

    private SandboxViews() {}

    /** A permission as the consumer's form has it. */
    record Box(String scope, String area, String label) {
        private static Box of(SandboxPermission permission) {
            return new Box(permission.scope(), permission.area(), permission.label());
        }
    }

    /** A group of the consumer's form. */
    record Area(String name, List<Box> boxes) {}

    /** A line about a consumer. */
    record Fact(String name, String value) {}

    /** A grant in a list. */
    record GrantRow(String id, String account, String scopes, int issued, boolean dead) {
        static GrantRow of(JsonObject grant) {
            return new GrantRow(
                    grant.getString("id"),
                    grant.getString("account"),
                    grant.getJsonArray("scopes").stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(" ")),
                    grant.getInteger("refresh_tokens_issued"),
                    grant.getString("dead_since") != null);
        }
    }

    /** A switched-on fault in a list. */
    record FaultRow(
            long id, String kind, String where, String settings, String remaining, int fired) {
        static FaultRow of(JsonObject fault) {
            JsonObject settings = fault.copy();
            OF_FAULT.forEach(settings::remove);
            return new FaultRow(
                    fault.getLong("id"),
                    fault.getString("fault"),
                    fault.getString("where"),
                    settings.isEmpty() ? "" : settings.encode(),
                    Optional.ofNullable(fault.getInteger("remaining"))
                            .map(String::valueOf)
                            .orElse("always"),
                    fault.getInteger("fired"));
        }
    }

    /** A fault that can be switched on. */
    record FaultChoice(String name, String effect, String places, String settings) {
        private static FaultChoice of(FaultKind kind) {
            return new FaultChoice(
                    kind.key(),
                    kind.effect(),
                    String.join(", ", SandboxViews.places(kind.places())),
                    String.join(", ", new TreeSet<>(kind.settings().keySet())));
        }
    }

    static List<Box> boxes(Collection<String> scopes) {
        return scopes.stream()
                .flatMap(scope -> SandboxPermission.of(scope).stream())
                .map(Box::of)
                .toList();
    }

    static List<Area> areas() {
        return Arrays.stream(SandboxPermission.values())
                .map(SandboxPermission::area)
                .distinct()
                .map(SandboxViews::area)
                .toList();
    }

    private static Area area(String name) {
        return new Area(
                name,
                Arrays.stream(SandboxPermission.values())
                        .filter(permission -> permission.area().equals(name))
                        .map(Box::of)
                        .toList());
    }

    static List<Fact> facts(Consumer consumer) {
        return List.of(
                new Fact("Callback URL", consumer.callbackUrl().orElse("none")),
                new Fact("Permissions", String.join(" ", consumer.permissions())),
                new Fact("Access tokens", consumer.habits().accessTokenSeconds() + " s"),
                new Fact(
                        "Used refresh tokens",
                        consumer.habits().strict()
                                ? "refused at once"
                                : "good for " + consumer.habits().graceSeconds() + " s more"),
                new Fact("Locked out", consumer.lockedOut() ? "yes" : "no"));
    }

    static List<FaultChoice> kinds() {
        return Arrays.stream(FaultKind.values()).map(FaultChoice::of).toList();
    }

    static List<String> places(List<FaultPoint> places) {
        return places.stream().map(FaultPoint::key).toList();
    }
}
