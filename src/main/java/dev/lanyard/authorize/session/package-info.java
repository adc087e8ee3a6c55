/**
 * What is known of a connect session, its authorization request and its response; changes nothing.
 * May call {@code connection.grant}, {@code provider}, {@code token}, {@code tenant.*} and the
 * rooms below them.
 */
package dev.lanyard.authorize.session;
