package dev.lanyard.connection.grant;

/** Which connection, and whose. */
public record ConnectionRef(String tenantId, String id) {}
