package dev.lanyard.tenant.access;

/** What an API key may do (docs/api.md). */
public enum Scope {
    /** Create, read, confirm and cancel connect sessions. */
    CONNECT,
    /** Profiles, webhooks, events, audit log, import; change connections. */
    MANAGE,
    /** Token, proxy, git credential. */
    TOKENS
}
