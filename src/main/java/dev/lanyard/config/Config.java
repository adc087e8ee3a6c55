package dev.lanyard.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything an operator sets, by environment: {@code LANYARD_PUBLIC_URL} is {@link #publicUrl()}.
 * The rules that a type cannot express are in {@code ConfigChecks}.
 */
@ConfigMapping(prefix = "lanyard")
public interface Config {

    /** Origin that browsers and providers see; every callback address is made from it. */
    URI publicUrl();

    /** PostgreSQL 14 or newer. */
    DatabaseConfig db();

    /** The operator's keys that wrap every tenant's data key. */
    VaultConfig vault();

    /**
     * The operator's bearer token, at least 32 characters; two, comma-separated, while it is being
     * changed.
     */
    String adminToken();

    /** Which refresh tokens are presented. */
    @WithDefault("on")
    RefreshMode refresh();

    /** Folder of {@code *.yaml} provider entries, added to and overriding the built-in ones. */
    Optional<Path> providersDir();

    /** PEM file of authorities, trusted besides the JDK's for providers and webhook targets. */
    Optional<Path> caCertFile();

    /** {@code http://host:port} of the proxy that calls of providers go through. */
    Optional<URI> egressProxy();

    /** Names and addresses of hosts to which providers' calls go without it. */
    Optional<List<String>> noProxy();

    /** Whether this replica migrates the database; several may start at once. */
    @WithDefault("true")
    boolean migrateAtStart();

    /** How connect pages look where a connector profile does not say. */
    BrandConfig brand();

    /** Settings of webhook delivery. */
    WebhookConfig webhook();

    /** Settings of token reads. */
    TokenConfig token();

    /** Settings of the audit log. */
    AuditConfig audit();

    /** Settings of connect sessions. */
    SessionConfig session();

    /** Settings of events. */
    EventConfig event();

    /** After SIGTERM readiness falls at once; the listener stays open this long. */
    @WithDefault("5s")
    Duration shutdownDelay();

    /** Networks (CIDR) of proxies whose {@code X-Forwarded-For} is believed; empty: none. */
    Optional<List<String>> trustedProxies();

    /** Callers without a static secret. */
    WorkloadConfig workload();

    /** How much one tenant, key or client may ask of one replica. */
    QuotaConfig quota();

    /** Mounts the sandbox provider, a stand-in for Bitbucket. */
    @WithDefault("false")
    boolean sandbox();

    /** Port of the API and the pages. */
    @WithDefault("8080")
    int httpPort();

    /** Port of health and metrics. */
    @WithDefault("9000")
    int managementPort();

    /** The database's address and credentials. */
    interface DatabaseConfig {
        /** Host name or address. */
        String host();

        /** TCP port. */
        @WithDefault("5432")
        int port();

        /** Database name. */
        String name();

        /** Role of the application. */
        String user();

        /** Password of the application's role. */
        Optional<String> password();

        /** File that holds it instead, read at each new connection. */
        Optional<Path> passwordFile();

        /**
         * How TLS is used: {@code disable}, {@code prefer}, {@code require}, {@code verify-ca},
         * {@code verify-full}.
         */
        @WithDefault("prefer")
        SslMode sslMode();

        /** PEM file of the certificate authority, for {@code verify-ca} and {@code verify-full}. */
        Optional<Path> sslRootCert();

        /** Connections in this replica's pool. */
        @WithDefault("10")
        int poolSize();

        /** The role that migrates. */
        MigrationConfig migration();
    }

    /** The role that migrates; the application's role when absent. */
    interface MigrationConfig {
        /** Role that owns the schema. */
        Optional<String> user();

        /** Its password. */
        Optional<String> password();
    }

    /** Vault keys, by exactly one of the two. */
    interface VaultConfig {
        /** {@code id:base64(32 bytes)[,id:…]}; the first seals, all open. */
        Optional<String> keys();

        /** File that holds the same text. */
        Optional<Path> keysFile();
    }

    /** Bounds of what one tenant, key or client may ask of one replica. */
    interface QuotaConfig {
        /** API requests per second of one tenant. */
        @WithDefault("50000")
        int tenant();

        /** API requests per second with one API key. */
        @WithDefault("50000")
        int apiKey();

        /** Requests per second below {@code /connect} from one client address. */
        @WithDefault("100")
        int client();

        /** Connect sessions of one tenant that wait for their end user, over all replicas. */
        @WithDefault("10000")
        int pendingSessions();
    }

    /** Settings of callers that bring an OIDC token of their platform's in place of an API key. */
    interface WorkloadConfig {
        /**
         * Issuers whose tokens are taken, as their tokens name them; each may be followed by {@code
         * =/path} of a file that holds its keys.
         */
        Optional<List<String>> issuers();
    }

    /** What connect pages show where a connector profile has no branding of its own. */
    interface BrandConfig {
        /** A PNG, JPEG or WebP image. */
        Optional<Path> logoFile();

        /** {@code #rrggbb}, of the button. */
        Optional<String> color();

        /** A sentence below the heading. */
        Optional<String> intro();

        /** Where end users get help: https, or {@code mailto:}. */
        Optional<String> supportUrl();
    }

    /** Settings of webhook delivery. */
    interface WebhookConfig {
        /** Allows webhook targets on private addresses and over http. */
        @WithDefault("false")
        boolean allowPrivate();

        /** {@code http://host:port} of the proxy that deliveries go through. */
        Optional<URI> proxy();
    }

    /** Settings of token reads. */
    interface TokenConfig {
        /** Rows of token reads kept in memory, their tokens sealed; 0: none. */
        @WithDefault("10000")
        int cache();
    }

    /** Settings of the audit log. */
    interface AuditConfig {
        /**
         * How long entries are kept, at least 30 days; the older are removed from its beginning.
         */
        @WithDefault("P400D")
        Duration retention();
    }

    /** Settings of connect sessions. */
    interface SessionConfig {
        /** How long sessions are kept after their end, at least a day. */
        @WithDefault("P30D")
        Duration retention();
    }

    /** Settings of events. */
    interface EventConfig {
        /** How long events are kept, at least 7 days: longer than they are delivered for. */
        @WithDefault("P90D")
        Duration retention();
    }

    /** The refresh tokens that are presented. */
    enum RefreshMode {
        /** Every due one. */
        ON,
        /** Only those a caller waits for. */
        CALLERS,
        /** None: what is still good is served (for restores and drills). */
        OFF
    }

    /** libpq's names for how TLS is used. */
    enum SslMode {
        DISABLE,
        PREFER,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL;

        /** The mode as libpq and its URLs spell it. */
        public String libpq() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
