package dev.lanyard.database;

/**
 * The primary key of most that a tenant owns.
 *
 * @param tenantId the owner, {@code ten_…}
 * @param id within the tenant
 */
public record TenantKey(String tenantId, String id) implements OwnedKey {}
