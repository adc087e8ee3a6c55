/**
 * The refresh protocol of docs/refresh.md: one presenter at a time, every response stored, a grant
 * called dead only on proof. May call {@code connection.grant}, {@code connection.pace}, {@code
 * provider.*}, {@code token}, {@code vault} and the rooms below them.
 */
package dev.lanyard.connection.refresh;
