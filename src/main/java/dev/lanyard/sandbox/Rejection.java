package dev.lanyard.sandbox;

/** A response given without anything being done; what was presented is not consumed. */
record Rejection(String reason, SandboxResponse response) {

    static Rejection by(Fault fault, SandboxResponse response) {
        return new Rejection(fault.kind().key(), response);
    }
}
