package dev.lanyard.tenant.workload;

import dev.lanyard.problem.OutsideText;
import dev.lanyard.runtime.NotReady;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.Headers;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/**
 * Verifies workload tokens (RFC 7519, RFC 8725): signed by an allowed issuer's key and an
 * asymmetric algorithm, at their time. Claims are looked at first, so that what has expired, or is
 * nobody's, asks no issuer for keys. A signature costs the event loop a tenth of a millisecond.
 */
@ApplicationScoped
public class WorkloadTokens {
    private static final int MOST_CHARACTERS = 16 * 1024;
    private static final int LEEWAY_SECONDS = 60;
    private static final long END_OF_TIME = 253_402_300_799L; // the year 9999

    private static final String KEY = "kid";

    private static final List<String> ASYMMETRIC =
            List.of(
                    AlgorithmIdentifiers.RSA_USING_SHA256,
                    AlgorithmIdentifiers.RSA_USING_SHA384,
                    AlgorithmIdentifiers.RSA_USING_SHA512,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                    AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                    AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
                    AlgorithmIdentifiers.EDDSA);

    private final Map<String, IssuerKeys> keys;

    @Inject
    WorkloadTokens(WorkloadIssuers issuers, KeyDiscovery discovery) {
        this(issuers.all().stream().map(issuer -> new IssuerKeys(issuer, discovery)).toList());
    }

    WorkloadTokens(List<IssuerKeys> keys) {
        this.keys =
                keys.stream().collect(Collectors.toMap(each -> each.issuer().url(), each -> each));
    }

    /** Whether a bearer text has the form of a signed JWT (RFC 7515 §7.1): three parts. */
    public static boolean looksLikeOne(String text) {
        return text.length() <= MOST_CHARACTERS && text.chars().filter(c -> c == '.').count() == 2;
    }

    /**
     * What a token proves.
     *
     * @return fails with {@code unauthorized} naming what is wrong; with {@code unavailable} where
     *     no key of its issuer could be read yet
     */
    public Uni<WorkloadToken> verify(String text) {
        PresentedToken presented = read(text);
        return presented.keys().known().chain(known -> verified(presented, known));
    }

    /** Reads keys again that were in use: what an issuer has withdrawn is forgotten. */
    @Scheduled(
            every = "5m",
            delayed = "5m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> readAgain() {
        List<Uni<IssuerKeySet>> readings =
                keys.values().stream()
                        .filter(IssuerKeys::areInUse)
                        .map(IssuerKeys::latest)
                        .toList();
        return readings.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(readings).andCollectFailures().replaceWithVoid();
    }

    /**
     * A token whose claims are in order, if its signature is.
     *
     * @param keys its issuer's
     */
    private record PresentedToken(String text, IssuerKeys keys) {
        Optional<JwtContext> verifiedBy(IssuerKeySet known) {
            JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(known.keys());
            resolver.setDisambiguateWithVerifySignature(true); // for tokens without kid
            JwtConsumer consumer =
                    inTime().setExpectedIssuer(keys.issuer().url())
                            .setVerificationKeyResolver(resolver)
                            .build();
            try {
                return Optional.of(consumer.process(text));
            } catch (InvalidJwtException e) {
                return Optional.empty();
            }
        }
    }

    private static JwtConsumerBuilder inTime() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(
                                ConstraintType.PERMIT, ASYMMETRIC.toArray(String[]::new)))
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(LEEWAY_SECONDS)
                .setSkipDefaultAudienceValidation(); // the workload identity's: not known here
    }

    private PresentedToken read(String text) {
        JwtContext unverified = unverified(text);
        refuseHeader(unverified);
        IssuerKeys issuer = issuer(unverified.getJwtClaims());
        try {
            inTime().setSkipSignatureVerification().build().processContext(unverified);
        } catch (InvalidJwtException e) {
            throw TokenRefusal.of(e);
        }
        audiences(unverified.getJwtClaims());
        return new PresentedToken(text, issuer);
    }

    private static JwtContext unverified(String text) {
        try {
            return new JwtConsumerBuilder()
                    .setSkipAllValidators()
                    .setDisableRequireSignature()
                    .setSkipSignatureVerification()
                    .build()
                    .process(text);
        } catch (InvalidJwtException e) {
            throw TokenRefusal.malformed();
        }
    }

    private static void refuseHeader(JwtContext token) {
        List<JsonWebStructure> layers = token.getJoseObjects();
        boolean nested = layers.size() != 1; // one JWT in another
        Headers header = layers.get(0).getHeaders();
        Object key = header.getObjectHeaderValue(KEY);
        if (nested || (key != null && !(key instanceof String))) {
            throw TokenRefusal.malformed();
        }
        if (!ASYMMETRIC.contains(String.valueOf(header.getObjectHeaderValue("alg")))) {
            throw TokenRefusal.algorithm();
        }
    }

    private IssuerKeys issuer(JwtClaims claims) {
        Optional<String> named;
        try {
            named = Optional.ofNullable(claims.getIssuer());
        } catch (MalformedClaimException e) {
            throw TokenRefusal.malformed();
        }
        return named.map(keys::get).orElseThrow(() -> TokenRefusal.issuer(named));
    }

    private static List<String> audiences(JwtClaims claims) {
        try {
            List<String> audiences = claims.hasAudience() ? claims.getAudience() : List.of();
            if (!audiences.isEmpty()) {
                return List.copyOf(audiences);
            }
        } catch (MalformedClaimException e) {
            throw TokenRefusal.malformed();
        }
        throw TokenRefusal.noAudience();
    }

    /** A key that is not known may be new: they are read again, if that was not done just now. */
    private Uni<WorkloadToken> verified(PresentedToken presented, IssuerKeySet known) {
        Optional<JwtContext> verified = presented.verifiedBy(known);
        return verified.isPresent()
                ? Uni.createFrom().item(proved(verified.get()))
                : presented.keys().newer().map(newer -> verifiedAtLast(presented, newer));
    }

    private static WorkloadToken verifiedAtLast(PresentedToken presented, IssuerKeySet newer) {
        return proved(presented.verifiedBy(newer).orElseThrow(TokenRefusal::signature));
    }

    private static WorkloadToken proved(JwtContext token) {
        JwtClaims claims = token.getJwtClaims();
        try {
            return new WorkloadToken(
                    claims.getIssuer(),
                    claims.getSubject(),
                    audiences(claims),
                    id(token),
                    end(claims.getExpirationTime().getValue()));
        } catch (MalformedClaimException e) {
            throw TokenRefusal.malformed();
        }
    }

    private static String id(JwtContext token) throws MalformedClaimException {
        String jti = token.getJwtClaims().getJwtId();
        Object kid = token.getJoseObjects().get(0).getHeaders().getObjectHeaderValue(KEY);
        return jti != null
                ? "jti " + OutsideText.cut(jti)
                : "kid " + OutsideText.cut(String.valueOf(kid));
    }

    private static OffsetDateTime end(long seconds) {
        long last = Math.min(seconds, END_OF_TIME - LEEWAY_SECONDS) + LEEWAY_SECONDS;
        return Instant.ofEpochSecond(last).atOffset(ZoneOffset.UTC);
    }
}
