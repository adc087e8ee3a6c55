/**
 * The catalogue of providers, the tenants' connector profiles, who connected, and which permissions
 * that took. May call {@code token}, {@code vault}, {@code notify}, {@code tenant} and {@code
 * problem}.
 */
package dev.lanyard.provider;
