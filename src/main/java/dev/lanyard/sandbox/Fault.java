package dev.lanyard.sandbox;

import dev.lanyard.problem.ProblemException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A fault that was switched on.
 *
 * @param times how often it fires; empty = until switched off
 * @param settings those of {@link FaultKind#settings()} that were given
 */
record Fault(FaultKind kind, FaultPoint where, Optional<Integer> times, JsonObject settings) {
    private static final Set<String> COMMON = Set.of("fault", "where", "times");

    /** Reads {@code {"fault":"slow","where":"refresh","times":1,"millis":3000}}. */
    static Fault of(JsonFields fields) {
        FaultKind kind =
                fields.text("fault")
                        .flatMap(FaultKind::of)
                        .orElseThrow(
                                () ->
                                        ProblemException.invalid(
                                                "fault",
                                                "is not the name of a fault: " + FaultKind.keys()));
        Set<String> known = new TreeSet<>(COMMON);
        known.addAll(kind.settings().keySet());
        JsonObject settings = fields.only(known).json().copy();
        COMMON.forEach(settings::remove);
        Fault fault =
                new Fault(
                        kind, place(fields, kind), fields.number("times", 1, 1_000_000), settings);
        kind.settings().values().forEach(setting -> setting.read(fault));
        return fault;
    }

    private static FaultPoint place(JsonFields fields, FaultKind kind) {
        if (fields.text("where").isEmpty()) {
            return kind.places().get(0);
        }
        return fields.text("where")
                .flatMap(FaultPoint::of)
                .filter(kind.places()::contains)
                .orElseThrow(
                        () -> ProblemException.invalid("where", "must be one of " + keys(kind)));
    }

    private static String keys(FaultKind kind) {
        return kind.places().stream().map(FaultPoint::key).collect(Collectors.joining(", "));
    }

    int millis() {
        return fields().number("millis", 0, 600_000).orElse(5_000);
    }

    boolean before() {
        return fields().flag("before").orElse(false);
    }

    int status() {
        return switch (kind) {
            case WRONG_SECRET -> fields().number("status", 400, 401).orElse(401);
            case REFUSAL -> fields().number("status", 200, 499).orElse(400);
            case RATE_LIMITED -> limit(fields().number("status", 403, 429).orElse(429));
            default -> fields().number("status", 500, 599).orElse(503);
        };
    }

    private static int limit(int status) {
        if (status != 403 && status != 429) {
            throw ProblemException.invalid("status", "must be 403 or 429");
        }
        return status;
    }

    boolean consumed() {
        return fields().flag("consumed").orElse(false);
    }

    Optional<Integer> retryAfter() {
        return fields().number("retry_after", 0, 86_400);
    }

    boolean httpDate() {
        return fields().flag("http_date").orElse(false);
    }

    SandboxResponse.Ending ending() {
        String ending =
                fields().oneOf("ending", new TreeSet<>(Set.of("closed", "reset", "cut")))
                        .orElse(kind == FaultKind.RESET_BEFORE ? "reset" : "closed");
        return SandboxResponse.Ending.valueOf(ending.toUpperCase(Locale.ROOT));
    }

    List<String> scopes() {
        return fields().texts("scopes").orElse(List.of("account"));
    }

    String malformedAs() {
        return as(Set.of("html", "not_json", "no_access_token", "huge", "array", "empty"), "html");
    }

    int bytes() {
        return fields().number("bytes", 1, 64 << 20).orElse(8 << 20);
    }

    String expiresInAs() {
        return as(
                Set.of("missing", "text", "digits", "decimal", "zero", "negative", "absurd"),
                "missing");
    }

    String scopeStyle() {
        return as(Set.of("scope", "scopes", "both", "missing", "empty"), "scope");
    }

    /** Of the whole answer; at the token endpoint also of its fields. */
    String form() {
        boolean ofTokens = where == FaultPoint.REFRESH || where == FaultPoint.EXCHANGE;
        return as(
                ofTokens
                        ? Set.of("gzip", "byte_order_mark", "form", "nested", "bearer")
                        : Set.of("gzip", "byte_order_mark"),
                "gzip");
    }

    int seconds() {
        return fields().number("seconds", 1, Integer.MAX_VALUE).orElse(14 * 86_400);
    }

    String field() {
        return fields().text("field").orElse("refresh_token_expires_in");
    }

    String accountIdAs() {
        return as(Set.of("decimal", "number", "missing"), "decimal");
    }

    String iss() {
        return fields().text("iss").orElse("https://issuer.invalid");
    }

    String error() {
        return fields().text("error")
                .orElse(kind == FaultKind.DENY ? "access_denied" : "invalid_grant");
    }

    /** Empty: there is none. */
    String description() {
        return fields().text("description")
                .orElse(
                        kind == FaultKind.DENY
                                ? "The user did not grant access (" + error() + ")."
                                : "");
    }

    SandboxUser account() {
        return SandboxUser.named(fields().text("account").orElse("Mallory Mismatch"));
    }

    private String as(Set<String> values, String otherwise) {
        return fields().oneOf("as", new TreeSet<>(values)).orElse(otherwise);
    }

    private JsonFields fields() {
        return new JsonFields(settings);
    }
}
