package dev.lanyard.tenant.access;

import java.util.Set;

/**
 * The tenant and the API key that a request comes with.
 *
 * @param tenantId the tenant that every query carries
 * @param keyId the API key's id
 * @param scopes what the key may do
 */
public record Caller(String tenantId, String keyId, Set<Scope> scopes) {}
