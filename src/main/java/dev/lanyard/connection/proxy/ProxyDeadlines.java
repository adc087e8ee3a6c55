package dev.lanyard.connection.proxy;

/**
 * How long nothing may go on in a proxied request.
 *
 * @param firstByteMillis from the end of the request to the first byte of the response
 * @param betweenBytesMillis from one byte to the next, in either direction
 */
record ProxyDeadlines(long firstByteMillis, long betweenBytesMillis) {
    /** Those of docs/proxy.md. */
    static final ProxyDeadlines PROMISED = new ProxyDeadlines(30_000, 60_000);
}
