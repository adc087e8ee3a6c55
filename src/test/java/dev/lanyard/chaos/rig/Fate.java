package dev.lanyard.chaos.rig;

/** What becomes of one connection to the provider's token endpoint. */
public enum Fate {
    PASSED,
    /** Reset before a byte of the request was written: within the TLS handshake. */
    RESET_BEFORE,
    /** The request is read, never reaches the provider, and the connection is reset. */
    LOST_REQUEST,
    /** The provider did its work; its answer is dropped and the connection closed. */
    DROPPED_ANSWER,
    /** Half of the answer arrives, then a reset. */
    CUT_ANSWER,
    /** The whole answer arrives, late. */
    DELAYED_ANSWER
}
