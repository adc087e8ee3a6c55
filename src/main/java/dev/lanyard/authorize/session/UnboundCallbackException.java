package dev.lanyard.authorize.session;

/**
 * This callback does not belong to a request that this browser began, or not any more. Which of the
 * checks failed is not told.
 */
public final class UnboundCallbackException extends RuntimeException {
    public UnboundCallbackException() {
        super("not the answer of a request of this browser", null, false, false);
    }
}
