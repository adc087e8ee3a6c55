package dev.lanyard.sandbox;

import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * The user's decision on the consent page.
 *
 * @param error the error that goes to the callback; empty = granted
 * @param why its description
 */
record ConsentDecision(String consentId, SandboxUser account, Optional<String> error, String why) {
    private static final String DENIED = "access_denied";

    static ConsentDecision of(MultiMap form) {
        String typed = Optional.ofNullable(form.get("account_name")).orElse("");
        String chosen =
                Optional.ofNullable(form.get("account")).orElse(SandboxUser.BUILT_IN.get(0));
        return new ConsentDecision(
                Optional.ofNullable(form.get("consent")).orElse(""),
                SandboxUser.named(typed.isBlank() ? chosen : typed),
                "grant".equals(form.get("decision")) ? Optional.empty() : Optional.of(DENIED),
                "The user did not grant access (" + DENIED + ").");
    }

    ConsentDecision struckBy(ActiveFaults active) {
        return new ConsentDecision(
                consentId,
                active.find(FaultKind.USER_MISMATCH).map(Fault::account).orElse(account),
                active.find(FaultKind.DENY).map(Fault::error).or(() -> error),
                active.find(FaultKind.DENY).map(Fault::description).orElse(why));
    }
}
