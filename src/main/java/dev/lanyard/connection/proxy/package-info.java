/**
 * The provider's API through a connection: a request is passed on with the connection's token, and
 * the response comes back, both streamed. Only to hosts of the provider's entry. May call {@code
 * connection.accesstoken}, {@code connection.grant}, {@code provider}, {@code tenant.*}, {@code
 * outbound}, {@code ingress}, {@code problem}, {@code http} and {@code id}.
 */
package dev.lanyard.connection.proxy;
