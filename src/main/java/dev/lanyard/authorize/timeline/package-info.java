/**
 * The steps of a connect session as they were taken, each with its time and the reason of the last:
 * told to the tenant, and in the log. Never a secret, and bounded for each session. Calls no other
 * room.
 */
package dev.lanyard.authorize.timeline;
