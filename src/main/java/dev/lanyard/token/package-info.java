/**
 * The token endpoint's wire protocol (RFC 6749, 7636, 7009): one request, one send, one response
 * told apart; by quarkus-oidc-client where a request can be made again, by {@code outbound} where
 * it cannot. Knows no database; may call {@code outbound}, {@code runtime} and {@code config}.
 */
package dev.lanyard.token;
