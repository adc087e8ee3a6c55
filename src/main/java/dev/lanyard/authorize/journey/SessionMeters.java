package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;

/**
 * Counts connect sessions on their way: created, authorizing, authorized, connected, and failed by
 * code. What is written in a transaction counts when that has committed.
 */
@Startup
@ApplicationScoped
public class SessionMeters {
    private final MeterRegistry registry;

    SessionMeters(MeterRegistry registry, Providers providers) {
        this.registry = registry;
        providers.all().stream().map(Provider::name).forEach(this::registerAll);
    }

    /** A session's step on its way. */
    public enum FunnelStep {
        /** The tenant made it. */
        CREATED,
        /** A browser was sent to the provider. */
        AUTHORIZING,
        /** A browser came back with a code. */
        AUTHORIZED,
        /** It brought its connection. */
        CONNECTED;

        private String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private void registerAll(String provider) {
        Arrays.stream(FunnelStep.values()).forEach(step -> steps(provider, step));
        Arrays.stream(SessionErrorCode.values()).forEach(code -> failures(provider, code));
    }

    public void count(String provider, FunnelStep step) {
        steps(provider, step).increment();
    }

    /** Counts the step once the transaction has committed. */
    void count(SqlClient transaction, ConnectSession session, FunnelStep step) {
        whenCommitted(transaction, steps(session.invitation().provider(), step));
    }

    /** Counts the failure once the transaction has committed. */
    void failed(SqlClient transaction, ConnectSession session, SessionErrorCode code) {
        whenCommitted(transaction, failures(session.invitation().provider(), code));
    }

    private static void whenCommitted(SqlClient transaction, Counter counter) {
        ((SqlConnection) transaction.getDelegate())
                .transaction()
                .completion()
                .onSuccess(committed -> counter.increment());
    }

    private Counter steps(String provider, FunnelStep step) {
        return Counter.builder("lanyard.connect.sessions")
                .description("Connect sessions that came this far")
                .tag("provider", provider)
                .tag("step", step.text())
                .register(registry);
    }

    private Counter failures(String provider, SessionErrorCode code) {
        return Counter.builder("lanyard.connect.failures")
                .description("Connect sessions that failed, by error code")
                .tag("provider", provider)
                .tag("code", code.text())
                .register(registry);
    }
}
