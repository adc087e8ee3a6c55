/**
 * The setup guide of a provider, for people and as Markdown: the steps of its form, the callback
 * URL, a picker of permissions. All of it is the provider's entry. May call {@code provider} and
 * {@code config}.
 */
package dev.lanyard.guide;
