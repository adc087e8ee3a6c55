package dev.lanyard.connection.grant;

import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Provider;
import org.jspecify.annotations.Nullable;

/** The time at which an idle grant is refreshed to outlive the provider's idle limit (rule 25). */
public final class KeepAlive {
    /** At half the idle lifetime, spread by the connection's id over a fifth of it. */
    public static final String AT =
            "now() + $%d::float8 * (0.9 + 0.2 * (abs(hashtext($2)::bigint) %% 1000) / 1000.0)"
                    + " * interval '1 second'";

    private KeepAlive() {}

    /** Seconds to half the idle lifetime; null: the grant does not die of idleness. */
    public static @Nullable Double seconds(Provider provider) {
        return provider.refreshToken()
                .idleLifetime()
                .map(idle -> SqlSeconds.of(idle) / 2)
                .orElse(null);
    }
}
