/** Opaque ids, and bearer texts that name their tenant before their random bits. Calls no room. */
package dev.lanyard.id;
