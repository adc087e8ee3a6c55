/**
 * Brings events to webhooks, at least once and in order for each webhook and connection. What is
 * called {@code …Retention} deletes events and deliveries by their age. May call {@code notify},
 * {@code vault} and {@code runtime}.
 */
package dev.lanyard.notify.delivery;
