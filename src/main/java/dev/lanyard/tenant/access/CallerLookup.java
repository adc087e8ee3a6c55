package dev.lanyard.tenant.access;

import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.ApiKeyCache.CachedKey;
import dev.lanyard.tenant.quota.UnknownKeyQuota;
import dev.lanyard.tenant.workload.WorkloadTokens;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds the owner of a credential that is not remembered: an API key by its row, a workload token
 * by its proof and its identity's row. Both are remembered for as long, by their hash.
 */
@ApplicationScoped
class CallerLookup {
    private final ApiKeyCache keyCache;
    private final WorkloadCallers workloads;
    private final UnknownKeyQuota unknownKeys;

    CallerLookup(ApiKeyCache keyCache, WorkloadCallers workloads, UnknownKeyQuota unknownKeys) {
        this.keyCache = keyCache;
        this.workloads = workloads;
        this.unknownKeys = unknownKeys;
    }

    /**
     * The owner; what cannot be a credential is refused at once.
     *
     * @param hash SHA-256 of the text
     * @param address the client's, which may have so many looked up in vain
     * @return fails with {@code unauthorized}
     */
    Uni<CachedKey> find(String text, ByteBuffer hash, String address) {
        Optional<TenantToken> key = TenantToken.parse("key", text);
        if (keyCache.isUnknown(hash) || (key.isEmpty() && !WorkloadTokens.looksLikeOne(text))) {
            throw refused();
        }
        unknownKeys.spend(hash, address);
        return key.map(named -> ofKey(named, hash))
                .orElseGet(() -> keyCache.find(hash, workloads.owner(text)))
                .invoke(found -> unknownKeys.giveBack(hash, address));
    }

    private Uni<CachedKey> ofKey(TenantToken key, ByteBuffer hash) {
        return keyCache.find(key, hash).onItem().ifNull().failWith(CallerLookup::refused);
    }

    /** What was remembered has come to its end. */
    static ProblemException expired(CachedKey known) {
        return known.caller().type() == Actor.Type.API_KEY
                ? refused()
                : ProblemException.of(
                        ProblemCode.UNAUTHORIZED,
                        "The workload token has expired (exp). Read it again from where your"
                                + " platform keeps it fresh.");
    }

    static ProblemException refused() {
        return ProblemException.of(
                ProblemCode.UNAUTHORIZED,
                "Send an API key: \"Authorization: Bearer key_…\". This one is missing, unknown,"
                        + " revoked or expired. (A workload token is a signed JWT of at most"
                        + " 16 KiB.)");
    }
}
