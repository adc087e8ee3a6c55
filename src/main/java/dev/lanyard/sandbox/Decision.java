package dev.lanyard.sandbox;

import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * What the user decided on the consent page.
 *
 * @param error the error that goes to the callback; empty = granted
 */
record Decision(String consentId, Account account, Optional<String> error) {

    static Decision of(MultiMap form) {
        String typed = Optional.ofNullable(form.get("account_name")).orElse("");
        String chosen = Optional.ofNullable(form.get("account")).orElse(Account.BUILT_IN.get(0));
        return new Decision(
                Optional.ofNullable(form.get("consent")).orElse(""),
                Account.named(typed.isBlank() ? chosen : typed),
                "grant".equals(form.get("decision"))
                        ? Optional.empty()
                        : Optional.of("access_denied"));
    }

    Decision struckBy(Fired fired) {
        return new Decision(
                consentId,
                fired.find(FaultKind.USER_MISMATCH).map(Fault::account).orElse(account),
                fired.find(FaultKind.DENY).map(Fault::error).or(() -> error));
    }
}
