package dev.lanyard.connection;

/** Which connection, and whose. */
record ConnectionRef(String tenantId, String id) {}
