/**
 * Refreshes that nobody waits for, claimed by any replica and bounded by profile. May call {@code
 * connection.refresh}, {@code connection.pace} and {@code connection.grant}.
 */
package dev.lanyard.connection.background;
