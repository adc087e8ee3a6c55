/**
 * Who is calling, and how much they may ask: every request below {@code /v1} has a {@link
 * dev.lanyard.tenant.access.Caller} before a resource sees it. May call {@code tenant.workload},
 * {@code config}, {@code http}, {@code id}, {@code problem} and {@code runtime}.
 */
package dev.lanyard.tenant.access;
