/**
 * One HTTP request to somebody else: sent once, with a deadline and a limit on the response, to
 * allowed origins, over TLS that proves the server. May call {@code config}, and {@code database}
 * to see that no session is open meanwhile.
 */
package dev.lanyard.outbound;
