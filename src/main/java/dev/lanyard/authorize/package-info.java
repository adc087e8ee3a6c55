/**
 * The face of the browser's journey: its resources, the callback, the outcome and its pages. May
 * call {@code authorize.*}, {@code connection.grant}, {@code console} for its views, and the rooms
 * below them.
 */
package dev.lanyard.authorize;
