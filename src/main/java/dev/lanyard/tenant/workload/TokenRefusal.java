package dev.lanyard.tenant.workload;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** The reasons why a token proves nothing, in words that say what to do; nothing of it is shown. */
final class TokenRefusal {
    private static final Map<Integer, String> REASONS =
            Map.of(
                    ErrorCodes.EXPIRED,
                    "has expired (exp). Read it again from where your platform keeps it fresh.",
                    ErrorCodes.NOT_YET_VALID,
                    "is not valid yet (nbf). Check the clocks.",
                    ErrorCodes.EXPIRATION_MISSING,
                    "has no end (exp). Ask your platform for one that expires.",
                    ErrorCodes.SUBJECT_MISSING,
                    "names no subject (sub).");

    private TokenRefusal() {}

    /** What is wrong with the claims. */
    static ProblemException of(InvalidJwtException failure) {
        return REASONS.entrySet().stream()
                .filter(reason -> failure.hasErrorCode(reason.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(TokenRefusal::because)
                .orElseGet(TokenRefusal::malformed);
    }

    static ProblemException malformed() {
        return because(
                "is malformed: it is no signed JWT (RFC 7515), or a claim has a wrong type.");
    }

    static ProblemException issuer(Optional<String> named) {
        return because(
                named.isEmpty()
                        ? "names no issuer (iss)."
                        : "is of an issuer (iss) that the operator does not allow"
                                + " (LANYARD_WORKLOAD_ISSUERS).");
    }

    static ProblemException noAudience() {
        return because(
                "names no audience (aud). Ask your platform for one with the audience of the"
                        + " workload identity.");
    }

    static ProblemException algorithm() {
        return because(
                "is signed by an algorithm that is not accepted: use RS, PS or ES, or EdDSA.");
    }

    static ProblemException signature() {
        return because(
                "is signed by a key that is none of its issuer's, or was changed after it was"
                        + " signed. A new key is known after ten seconds at the latest.");
    }

    /** {@code unauthorized}. */
    static ProblemException because(String what) {
        return ProblemException.of(ProblemCode.UNAUTHORIZED, "The workload token " + what);
    }
}
