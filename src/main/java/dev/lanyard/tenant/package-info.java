/**
 * Tenants, their API keys and workload identities, made and ended by the operator. May call {@code
 * tenant.*}, {@code vault}, {@code api} and the rooms below them.
 */
package dev.lanyard.tenant;
