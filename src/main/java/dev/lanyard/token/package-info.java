/**
 * The token endpoint's wire protocol (RFC 6749, 7636, 7009): one request, one send, one response
 * told apart. Knows no database; may call {@code outbound} only.
 */
package dev.lanyard.token;
