/**
 * The browser's journey: connect sessions, the authorization request and its response. A code is
 * presented once, in the browser that began, and every end is told. May call {@code connection},
 * {@code console} for its views, and the rooms below.
 */
package dev.lanyard.authorize;
