/**
 * One signed call of a webhook's target: to public addresses only, and to the very one that was
 * checked. May call {@code outbound}, {@code vault}, {@code problem}, {@code id} and {@code
 * config}.
 */
package dev.lanyard.notify.call;
