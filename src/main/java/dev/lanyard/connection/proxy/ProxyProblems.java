package dev.lanyard.connection.proxy;

import dev.lanyard.outbound.NotSentException;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.time.Duration;

/** The reasons why a request was not passed on, or has no response, in words for tenants. */
final class ProxyProblems {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private ProxyProblems() {}

    /** The problem that a failure of the provider's side is; what is no such failure stays. */
    static Throwable of(Throwable failure, String host) {
        if (failure instanceof NotSentException unsent) {
            return unreachable(unsent);
        }
        return isBroken(failure) ? broken(host) : failure;
    }

    /** The connection broke after something may have been sent. */
    static boolean isBroken(Throwable failure) {
        return !(failure instanceof NotSentException)
                && (failure instanceof IOException
                        || failure instanceof VertxException
                        || failure instanceof DecoderException);
    }

    /** What is no HTTP fails in ways of its own, and breaks the connection all the same. */
    static Throwable broken(Throwable failure) {
        return isBroken(failure) || failure instanceof ProblemException
                ? failure
                : new IOException("no HTTP response", failure);
    }

    /** Nothing of it was sent: the name, the connection or TLS. */
    private static ProblemException unreachable(NotSentException failure) {
        return unavailable("The provider's API cannot be used: " + failure.getMessage() + ".");
    }

    static ProblemException silent(String host, long millis) {
        return unavailable(
                "The provider's API did not respond: time-out, "
                        + host
                        + " sent nothing for "
                        + millis / 1000
                        + " seconds. The request may have been carried out.");
    }

    static ProblemException notTaken(String host, long millis) {
        return unavailable(
                "The provider's API did not respond: time-out, "
                        + host
                        + " took nothing of the body for "
                        + millis / 1000
                        + " seconds.");
    }

    static ProblemException broken(String host) {
        return unavailable(
                "The provider's API did not respond: the connection to "
                        + host
                        + " broke. The request may have been carried out.");
    }

    static ProblemException noProvider(String name) {
        return unavailable(
                "The provider "
                        + name
                        + " is no more in this Lanyard's catalogue. Ask its operator.");
    }

    private static ProblemException unavailable(String detail) {
        return ProblemException.of(ProblemCode.PROVIDER_UNAVAILABLE, detail, RETRY_AFTER);
    }

    static ProblemException bodyStopped(long millis) {
        return ProblemException.invalid(
                "request", "stopped: nothing of its body came for " + millis / 1000 + " seconds");
    }

    static ProblemException webSocket() {
        return ProblemException.invalid(
                "upgrade",
                "is not possible here: the proxy passes on requests and responses, no WebSocket."
                        + " Read the token and connect to the provider.");
    }
}
