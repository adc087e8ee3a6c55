package dev.lanyard.tenant.access;

import java.util.Set;

/**
 * Whose API key a request carries.
 *
 * @param tenantId the tenant that every query carries
 * @param keyId the API key's id
 * @param scopes what the key may do
 */
public record Caller(String tenantId, String keyId, Set<Scope> scopes) {}
