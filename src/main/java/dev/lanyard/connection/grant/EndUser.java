package dev.lanyard.connection.grant;

import org.jspecify.annotations.Nullable;

/** The person who connects, by the tenant's own words. */
public record EndUser(String id, @Nullable String name, @Nullable String email) {}
