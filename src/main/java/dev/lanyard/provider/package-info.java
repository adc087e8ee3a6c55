/**
 * The catalogue of providers, and who connected, as a provider says. May call {@code token}, {@code
 * outbound}, {@code api}, {@code tenant.access} and the rooms below them.
 */
package dev.lanyard.provider;
