package dev.lanyard.tenant.audit;

import org.jspecify.annotations.Nullable;

/** Which entries are wanted; null: all. */
record AuditFilter(@Nullable String action, @Nullable String actorId, @Nullable String objectId) {}
