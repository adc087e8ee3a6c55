/**
 * Events: written to the outbox with the change they tell of, listed, delivered to webhooks. May
 * call {@code vault}, {@code tenant} and {@code problem}.
 */
package dev.lanyard.notify;
