package dev.lanyard.tenant.access;

/** A right of an API key (docs/api.md). */
public enum Scope {
    /** Create, read, confirm and cancel connect sessions. */
    CONNECT,
    /** Profiles, webhooks, events, audit log, import; change connections. */
    MANAGE,
    /** Token, proxy, git credential. */
    TOKENS
}
