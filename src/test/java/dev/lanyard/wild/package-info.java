/**
 * A provider whose habits are composed at random of what was met in the field (docs/field.md): what
 * it does is known, so that what Lanyard makes of it can be compared.
 */
package dev.lanyard.wild;
