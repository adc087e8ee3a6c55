/**
 * Brings events to webhooks, at least once and in order for each webhook and connection. May call
 * {@code notify}, {@code vault} and {@code runtime}.
 */
package dev.lanyard.notify.delivery;
