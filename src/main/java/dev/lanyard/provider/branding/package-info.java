/**
 * How a tenant's connect pages look: logo, colour, a sentence, a link to support, and what the
 * operator has given for those who give none. Everything is checked where it enters and served from
 * here. May call {@code problem}, {@code config} and {@code id}.
 */
package dev.lanyard.provider.branding;
