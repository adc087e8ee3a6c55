/**
 * How work runs in this process: schedules, contexts, short caches, one flight for many callers,
 * memory, fields of the log. Calls no room.
 */
package dev.lanyard.runtime;
