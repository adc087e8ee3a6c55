package dev.lanyard.tenant.workload;

import java.time.OffsetDateTime;
import java.util.List;

/**
 * What a verified token says (RFC 7519 §4.1); the token itself is not kept.
 *
 * @param issuer one that the operator allows
 * @param audiences at least one
 * @param id which token it was, for the audit log: {@code jti …}, or {@code kid …} of its key where
 *     it has none
 * @param acceptedUntil its end, and the leeway
 */
public record WorkloadToken(
        String issuer,
        String subject,
        List<String> audiences,
        String id,
        OffsetDateTime acceptedUntil) {}
