package dev.lanyard.tenant;

/** What an API key may do (design §3). */
public enum Scope {
    /** Create, read, confirm and cancel connect sessions. */
    CONNECT,
    /** Profiles, webhooks, events, audit log, import; change connections. */
    MANAGE,
    /** Token, proxy, git credential. */
    TOKENS
}
