package dev.lanyard.chaos.rig;

/** How far a refresh has got, seen from the way to the provider; its mark is written already. */
public enum Moment {
    /** The replica has connected, and not sent its request. */
    CONNECTED,
    /** The request is here whole; the provider has not seen it. */
    SENT,
    /** The provider has answered; the replica has not got a byte of it. */
    ANSWERED,
    /** The replica has got the answer, and is about to store it, or has. */
    PASSED_ON
}
