package dev.lanyard.tenant.access;

/** A right of an API key (docs/api.md). */
public enum Scope {
    /** Create, read, confirm and cancel connect sessions. */
    CONNECT,
    /** Profiles, webhooks, events, audit log, import; change connections. */
    MANAGE,
    /** Token, proxy, git credential. */
    TOKENS;

    /**
     * What each door asks for that gives out a connection's token, or uses it (docs/architecture.md
     * lists them). An annotation takes no such constant: {@code RequiresScopeTest} compares theirs.
     */
    public static final Scope OF_TOKEN_READS = TOKENS;
}
