package dev.lanyard.sandbox;

/** An authenticated request to the token endpoint, and the faults that strike it. */
record TokenCall(Consumer consumer, TokenRequest request, ActiveFaults fired) {

    ProviderBehaviour habits() {
        return consumer.habits();
    }
}
