package dev.lanyard.sandbox;

import dev.lanyard.sandbox.OpenConsents.Consent;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The parameters of RFC 6749 §4.1.1 and RFC 7636 §4.3, as they came. */
record SandboxAuthorizationRequest(
        String clientId,
        Optional<String> responseType,
        Optional<String> redirectUri,
        Optional<String> state,
        Optional<String> codeChallenge,
        Optional<String> codeChallengeMethod) {

    static SandboxAuthorizationRequest of(RoutingContext ctx) {
        MultiMap query = ctx.queryParams();
        return new SandboxAuthorizationRequest(
                Optional.ofNullable(query.get("client_id")).orElse(""),
                Optional.ofNullable(query.get("response_type")),
                Optional.ofNullable(query.get("redirect_uri")),
                Optional.ofNullable(query.get("state")),
                Optional.ofNullable(query.get("code_challenge")),
                Optional.ofNullable(query.get("code_challenge_method")));
    }

    /** What is wrong with it for this consumer, for people. */
    Optional<String> faultFor(Consumer consumer) {
        if (consumer.callbackUrl().isEmpty()) {
            return Optional.of("No callback uri defined for the OAuth client.");
        }
        if (responseType.filter("code"::equals).isEmpty()) {
            return Optional.of("Invalid response_type.");
        }
        if (redirectUri.isPresent() && !redirectUri.equals(consumer.callbackUrl())) {
            return Optional.of(
                    "Invalid redirect_uri. It does not match the consumer's callback URL.");
        }
        return codeChallenge.isPresent() && codeChallengeMethod.filter("S256"::equals).isEmpty()
                ? Optional.of("Invalid code_challenge_method.")
                : Optional.empty();
    }

    Consent consent() {
        return new Consent(clientId, redirectUri, state, codeChallenge);
    }
}
