/**
 * A tenant's OAuth clients at providers, and what is known of their credentials. May call {@code
 * provider}, {@code notify}, {@code token}, {@code vault}, {@code tenant.*} and the rooms below
 * them.
 */
package dev.lanyard.provider.profile;
