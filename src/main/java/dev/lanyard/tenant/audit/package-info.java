/**
 * The audit log: who did what, added to and never changed, with a chain that shows a removal. May
 * call {@code tenant.access}, {@code api} and the rooms below them.
 */
package dev.lanyard.tenant.audit;
