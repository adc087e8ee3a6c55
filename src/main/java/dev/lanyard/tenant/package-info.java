/**
 * Tenants, their API keys, the audit log, and who is calling: every request below {@code /v1} has a
 * {@link dev.lanyard.tenant.Caller} before a resource sees it. May call {@code vault} and {@code
 * problem}.
 */
package dev.lanyard.tenant;
