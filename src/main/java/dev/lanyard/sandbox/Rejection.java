package dev.lanyard.sandbox;

/** An answer given without anything being done; what was presented is not consumed. */
record Rejection(String reason, SandboxResponse answer) {

    static Rejection by(Fault fault, SandboxResponse answer) {
        return new Rejection(fault.kind().key(), answer);
    }
}
