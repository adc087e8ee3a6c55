package dev.lanyard.sandbox;

/** A part of the sandbox that answers requests. */
interface Endpoints {
    /** Says which; called once, and only where the sandbox is switched on. */
    void mount(Routes routes);
}
