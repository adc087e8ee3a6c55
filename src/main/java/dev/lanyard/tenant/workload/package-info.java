/**
 * What a workload's OIDC token proves: issuer, audience, subject, by keys of issuers that the
 * operator allows. Knows no tenant and no table. May call {@code config}, {@code outbound}, {@code
 * problem} and {@code runtime}.
 */
package dev.lanyard.tenant.workload;
