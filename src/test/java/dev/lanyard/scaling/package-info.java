/**
 * Past one PostgreSQL (docs/scaling.md): which statements are one tenant's, which are of several,
 * and what two servers make of them.
 */
package dev.lanyard.scaling;
