/**
 * Events, written to the outbox with the change they tell of; webhooks as tenants see them; one
 * signed call. May call {@code outbound}, {@code vault}, {@code tenant.*} and the rooms below them.
 */
package dev.lanyard.notify;
