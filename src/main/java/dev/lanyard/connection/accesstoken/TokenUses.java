package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.tenant.access.Actor;
import jakarta.inject.Singleton;

/**
 * Notes calls that were made with a connection's token here: they count as reading it, for the
 * audit log, for {@code last_used_at} and for refreshes ahead of the expiry.
 */
@Singleton
public class TokenUses {
    private final UsageTracker usage;
    private final TokenReadAudit reads;

    TokenUses(UsageTracker usage, TokenReadAudit reads) {
        this.usage = usage;
        this.reads = reads;
    }

    /** A call of the provider's API went out for that caller. */
    public void proxied(ConnectionRef connection, Actor caller) {
        usage.record(connection);
        reads.record(connection, caller, TokenReadAudit.Use.PROXIED);
    }

    /** The token was given out as git's password. */
    void gitCredential(ConnectionRef connection, Actor caller) {
        usage.record(connection);
        reads.record(connection, caller, TokenReadAudit.Use.GIT_CREDENTIAL);
    }
}
