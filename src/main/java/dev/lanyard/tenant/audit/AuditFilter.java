package dev.lanyard.tenant.audit;

import org.jspecify.annotations.Nullable;

/** The entries that are wanted; null: all. */
record AuditFilter(@Nullable String action, @Nullable String actorId, @Nullable String objectId) {}
