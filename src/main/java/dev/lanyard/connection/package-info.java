/**
 * Connections and their tokens, kept alive by the rules of docs/refresh.md: one presenter at a
 * time, every answer stored, a grant called dead only on proof. May call {@code notify}, {@code
 * provider} and the rooms below.
 */
package dev.lanyard.connection;
