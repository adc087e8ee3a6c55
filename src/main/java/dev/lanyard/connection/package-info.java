/**
 * A connection as a resource: listed, changed, disconnected, and shown to the operator. May call
 * {@code connection.*}, {@code provider.*}, {@code notify}, {@code token}, {@code vault}, {@code
 * tenant.*} and the rooms below them.
 */
package dev.lanyard.connection;
