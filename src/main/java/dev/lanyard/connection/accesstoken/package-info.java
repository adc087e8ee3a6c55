/**
 * A fresh access token for a reader: by one SELECT while it is good, else after a refresh that the
 * reader waits for within bounds. May call {@code connection.refresh}, {@code connection.grant},
 * {@code tenant.*}, {@code provider} (git's host), {@code vault}, {@code database} and {@code
 * http}.
 */
package dev.lanyard.connection.accesstoken;
