package dev.lanyard.sandbox;

/** An authenticated request to the token endpoint, and the faults that strike it. */
record TokenCall(Consumer consumer, TokenRequest request, Fired fired) {

    Habits habits() {
        return consumer.habits();
    }
}
