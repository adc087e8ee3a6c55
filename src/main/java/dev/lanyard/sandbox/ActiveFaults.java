package dev.lanyard.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The faults that strike one request, and what they make of its response. */
record ActiveFaults(List<Fault> faults) {
    static final ActiveFaults NONE = new ActiveFaults(List.of());

    Optional<Fault> find(FaultKind kind) {
        return faults.stream().filter(fault -> fault.kind() == kind).findFirst();
    }

    boolean has(FaultKind kind) {
        return find(kind).isPresent();
    }

    /** How long to wait before anything is done, in milliseconds. */
    int waitBefore() {
        return find(FaultKind.SLOW).filter(Fault::before).map(Fault::millis).orElse(0);
    }

    /** How long to keep back a response that is ready, in milliseconds. */
    int waitAfter() {
        return find(FaultKind.SLOW).filter(slow -> !slow.before()).map(Fault::millis).orElse(0);
    }

    /** The response that comes instead of anything being done. */
    Optional<Rejection> turnedAway() {
        return Stream.of(
                        find(FaultKind.RESET_BEFORE)
                                .map(f -> Rejection.by(f, SandboxResponse.none(f.ending()))),
                        find(FaultKind.RATE_LIMITED).map(f -> Rejection.by(f, rateLimited(f))),
                        find(FaultKind.REFUSAL).map(f -> Rejection.by(f, refusal(f))),
                        find(FaultKind.ERROR_5XX)
                                .filter(f -> !f.consumed())
                                .map(f -> Rejection.by(f, error5xx(f))),
                        find(FaultKind.ERROR_IN_200).map(f -> Rejection.by(f, errorIn200(f))))
                .flatMap(Optional::stream)
                .findFirst()
                .map(away -> new Rejection(away.reason(), formed(away.response())));
    }

    /** What becomes of the response after the work was done. */
    SandboxResponse after(SandboxResponse response) {
        SandboxResponse told =
                find(FaultKind.ERROR_5XX)
                        .filter(Fault::consumed)
                        .map(ActiveFaults::error5xx)
                        .or(
                                () ->
                                        find(FaultKind.MALFORMED)
                                                .map(fault -> malformed(fault, response)))
                        .orElse(response);
        SandboxResponse formed = formed(told);
        return find(FaultKind.DROPPED_ANSWER)
                .map(fault -> formed.ending(fault.ending()))
                .orElse(formed);
    }

    private SandboxResponse formed(SandboxResponse response) {
        return find(FaultKind.ODD_FORM)
                .map(fault -> ResponseForm.of(fault.form(), response))
                .orElse(response);
    }

    /** The scopes without those that are kept back. */
    List<String> granted(List<String> scopes) {
        List<String> missing =
                find(FaultKind.MISSING_PERMISSION).map(Fault::scopes).orElse(List.of());
        return scopes.stream().filter(scope -> !missing.contains(scope)).toList();
    }

    /** A token response with the odd fields asked for. */
    JsonObject tokens(JsonObject response) {
        find(FaultKind.ODD_EXPIRES_IN).ifPresent(fault -> oddExpiry(fault, response));
        find(FaultKind.ANNOUNCED_END)
                .ifPresent(fault -> response.put(fault.field(), fault.seconds()));
        find(FaultKind.SCOPE_STYLE).ifPresent(fault -> scopeStyle(fault, response));
        if (has(FaultKind.NO_REFRESH_TOKEN)) {
            response.remove("refresh_token");
        }
        return response;
    }

    static SandboxResponse rateLimited() {
        return SandboxResponse.text(429, "Rate limit for this resource has been exceeded");
    }

    private static SandboxResponse rateLimited(Fault fault) {
        SandboxResponse limited =
                fault.status() == 429
                        ? rateLimited()
                        : SandboxResponse.apiError(
                                        fault.status(),
                                        JsonObject.of("message", "API rate limit exceeded"))
                                .with("X-RateLimit-Remaining", "0");
        return withRetryAfter(fault, limited);
    }

    /** In the words of RFC 6749 §5.2 at the token endpoint, else in the API's. */
    private static SandboxResponse refusal(Fault fault) {
        boolean ofTokens =
                fault.where() == FaultPoint.REFRESH
                        || fault.where() == FaultPoint.EXCHANGE
                        || fault.where() == FaultPoint.REVOKE;
        if (!ofTokens) {
            String words = fault.description().isEmpty() ? fault.error() : fault.description();
            return SandboxResponse.apiError(fault.status(), JsonObject.of("message", words));
        }
        JsonObject error = JsonObject.of("error", fault.error());
        if (!fault.description().isEmpty()) {
            error.put("error_description", fault.description());
        }
        return SandboxResponse.json(fault.status(), error);
    }

    private static SandboxResponse error5xx(Fault fault) {
        String html = "<!DOCTYPE html><title>Bitbucket</title><h1>Something went wrong</h1>";
        return withRetryAfter(
                fault, SandboxResponse.of(fault.status(), "text/html", Buffer.buffer(html)));
    }

    private static SandboxResponse withRetryAfter(Fault fault, SandboxResponse response) {
        return fault.retryAfter()
                .map(seconds -> response.with("Retry-After", retryAfter(fault, seconds)))
                .orElse(response);
    }

    /** RFC 9110 §10.2.3: seconds or a date. */
    private static String retryAfter(Fault fault, int seconds) {
        return fault.httpDate()
                ? DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds))
                : String.valueOf(seconds);
    }

    private static SandboxResponse errorIn200(Fault fault) {
        return SandboxResponse.json(
                200,
                JsonObject.of(
                        "error", fault.error(), "error_description", "Something is not right"));
    }

    private static SandboxResponse malformed(Fault fault, SandboxResponse response) {
        String was = response.body().toString();
        return switch (fault.malformedAs()) {
            case "html" ->
                    SandboxResponse.of(200, "text/html", Buffer.buffer("<html><body>Welcome"));
            case "not_json" ->
                    SandboxResponse.of(200, "application/json", Buffer.buffer("{\"access_"));
            case "array" ->
                    SandboxResponse.of(200, "application/json", Buffer.buffer("[" + was + "]"));
            case "empty" -> SandboxResponse.of(200, "application/json", Buffer.buffer());
            case "huge" ->
                    SandboxResponse.json(200, JsonObject.of("filler", "x".repeat(fault.bytes())));
            default -> SandboxResponse.json(200, without(response.body().toJsonObject()));
        };
    }

    private static JsonObject without(JsonObject tokens) {
        tokens.remove("access_token");
        return tokens;
    }

    private static void oddExpiry(Fault fault, JsonObject response) {
        switch (fault.expiresInAs()) {
            case "text" -> response.put("expires_in", "2h");
            case "digits" ->
                    response.put("expires_in", String.valueOf(response.getValue("expires_in")));
            case "decimal" -> response.put("expires_in", response.getValue("expires_in") + ".0 ");
            case "zero" -> response.put("expires_in", 0);
            case "negative" -> response.put("expires_in", -7_200);
            case "absurd" -> response.put("expires_in", Long.MAX_VALUE);
            default -> response.remove("expires_in");
        }
    }

    private static void scopeStyle(Fault fault, JsonObject response) {
        Object scopes = response.remove("scopes");
        String style = fault.scopeStyle();
        if (style.equals("empty")) {
            response.put("scope", "");
        } else if (!style.equals("missing") && !style.equals("scopes")) {
            response.put("scope", scopes);
        }
        if (style.equals("scopes") || style.equals("both")) {
            response.put("scopes", scopes);
        }
    }
}
