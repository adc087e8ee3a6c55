/**
 * Refreshes that nobody waits for, claimed by any replica and bounded by profile. May call {@code
 * connection.refresh}, {@code connection.pace}, {@code connection.grant} and {@code provider}.
 */
package dev.lanyard.connection.background;
