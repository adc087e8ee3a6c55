package dev.lanyard.connection.accesstoken;

import io.quarkus.arc.Arc;

/** What was counted of tokens' uses, and is written down once a minute. */
public final class CountedUses {
    private CountedUses() {}

    /** Writes it down now. */
    public static void write() {
        Arc.container().instance(TokenReadAudit.class).get().write().await().indefinitely();
    }
}
