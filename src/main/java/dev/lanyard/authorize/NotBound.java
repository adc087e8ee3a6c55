package dev.lanyard.authorize;

/**
 * This callback does not belong to a request that this browser began, or not any more. Which of the
 * checks failed is not told.
 */
final class NotBound extends RuntimeException {
    NotBound() {
        super("not the answer of a request of this browser", null, false, false);
    }
}
