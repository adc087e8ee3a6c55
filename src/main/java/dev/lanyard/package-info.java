/**
 * Starts the process: the configuration is checked, the database prepared, and readiness told.
 * Calls every room that it has to check; no room calls it.
 */
package dev.lanyard;
