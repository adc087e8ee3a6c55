/**
 * Connections that come from another system, or leave for one: imported line by line, kept as
 * shadows until the other system has stopped, exported sealed. Presents nothing. May call {@code
 * connection.grant}, {@code provider}, {@code tenant.*}, {@code token}, {@code vault}, {@code api}
 * and the rooms below them.
 */
package dev.lanyard.connection.transfer;
