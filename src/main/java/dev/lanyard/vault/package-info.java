/**
 * Seals and opens secrets: AEAD with the owner's ids as associated data, under a data key per
 * tenant that the operator's keys wrap. Forgetting a tenant's data key erases all it sealed. May
 * call {@code config}, {@code id}, {@code problem} and {@code runtime}.
 */
package dev.lanyard.vault;
