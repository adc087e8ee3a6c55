package dev.lanyard.sandbox;

/** A part of the sandbox that answers requests. */
interface SandboxEndpoints {
    /** Says which; called once, and only where the sandbox is switched on. */
    void mount(SandboxRoutes routes);
}
