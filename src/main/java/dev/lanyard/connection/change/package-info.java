/**
 * What the database tells this replica of: which connections' tokens are not what they were. It is
 * heard within a second, or it is known that nothing is heard. May call {@code connection.grant},
 * {@code database}, {@code runtime} and {@code id}.
 */
package dev.lanyard.connection.change;
