package dev.lanyard.token;

import dev.lanyard.config.Config;
import dev.lanyard.outbound.ProviderHttp;
import dev.lanyard.outbound.TrustedAuthorities;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells Quarkus' TLS registry whom {@link ProviderHttp} trusts, so that quarkus-oidc-client trusts
 * the same, whatever the registry's own settings are.
 */
@ApplicationScoped
class ProviderTls extends BaseTlsConfiguration {
    static final String NAME = "lanyard-providers";
    private static final long HANDSHAKE_SECONDS = 4;

    private final TlsConfigurationRegistry registry;
    private final Optional<TrustOptions> trust;

    @Inject
    ProviderTls(TlsConfigurationRegistry registry, Config config) {
        this(registry, config.caCertFile());
    }

    ProviderTls(TlsConfigurationRegistry registry, Optional<Path> caCertFile) {
        this.registry = registry;
        this.trust = TrustedAuthorities.with(caCertFile);
    }

    void register() {
        registry.register(NAME, this);
    }

    /** Null: the JDK's authorities. */
    @Override
    public @Nullable TrustOptions getTrustStoreOptions() {
        return trust.orElse(null);
    }

    @Override
    public SSLOptions getSSLOptions() {
        return new SSLOptions()
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }
}
