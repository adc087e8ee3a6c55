package dev.lanyard.sandbox;

/** An answer given without anything being done; what was presented is not consumed. */
record TurnedAway(String reason, Answer answer) {

    static TurnedAway by(Fault fault, Answer answer) {
        return new TurnedAway(fault.kind().key(), answer);
    }
}
