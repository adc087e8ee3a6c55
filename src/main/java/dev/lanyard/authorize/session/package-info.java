/**
 * What is known of a connect session, its authorization request and its response; creates sessions,
 * and changes none. May call {@code authorize.timeline}, {@code connection.grant}, {@code
 * provider}, {@code token}, {@code tenant.access} and the rooms below them.
 */
package dev.lanyard.authorize.session;
