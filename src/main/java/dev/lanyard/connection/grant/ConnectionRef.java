package dev.lanyard.connection.grant;

/** A connection's id with its tenant's. */
public record ConnectionRef(String tenantId, String id) {}
