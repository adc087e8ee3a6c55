/** What one request, key or link may make of work, across the rooms. */
package dev.lanyard.bounds;
