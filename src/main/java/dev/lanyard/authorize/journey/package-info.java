/**
 * What changes a connect session: a request begins, its response is redeemed once, the grant is
 * stored or given back, the session ends. {@code OverdueSessions} ends what is out of time, and
 * deletes nothing that is only old: {@code authorize.session.SessionRetention} does. May call
 * {@code authorize.session}, {@code authorize.timeline}, {@code connection.grant}, {@code
 * provider.*}, {@code notify}, {@code token}, {@code vault}, {@code tenant.*}.
 */
package dev.lanyard.authorize.journey;
