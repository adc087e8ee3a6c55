/**
 * The product's shell: start-up, configuration, and what every room shares (ids, tenant tokens, the
 * pages of a list). Every room may call it; it calls no room.
 */
package dev.lanyard;
