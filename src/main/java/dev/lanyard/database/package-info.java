/**
 * The connections to PostgreSQL: the pool, one pipelined query for the busiest path, the
 * migrations. May call {@code config}.
 */
package dev.lanyard.database;
