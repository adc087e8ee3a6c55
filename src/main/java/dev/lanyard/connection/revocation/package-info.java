/**
 * Tokens that nobody needs any more, told to their providers: queued, tried again for a day by any
 * replica, and nothing while another connection of the account lives. May call {@code
 * connection.grant}, {@code provider.*}, {@code token}, {@code vault}, {@code database}, {@code
 * runtime} and {@code id}.
 */
package dev.lanyard.connection.revocation;
