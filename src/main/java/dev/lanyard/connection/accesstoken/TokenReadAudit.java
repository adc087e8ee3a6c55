package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import dev.lanyard.runtime.ShutdownWait;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.access.Caller;
import dev.lanyard.tenant.access.ClientAddresses;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Counts which API key got or used tokens of which connection, and from where, and writes it to the
 * audit log once a minute, so that a read costs no write. What a process that is killed has counted
 * since is lost.
 */
@Singleton
class TokenReadAudit {
    private static final Logger LOG = Logger.getLogger(TokenReadAudit.class);

    /** A workload with a new token for each read makes entries no longer than that. */
    private static final int MOST = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RecurringTask writing = new RecurringTask(LOG, "The audit log of token reads");
    private final AuditLog log;
    private final ClientAddresses addresses;
    private final ShutdownWait shutdown;
    private final Map<Reading, Integer> counts = new ConcurrentHashMap<>();

    TokenReadAudit(AuditLog log, ClientAddresses addresses, ShutdownWait shutdown) {
        this.log = log;
        this.addresses = addresses;
        this.shutdown = shutdown;
    }

    /** The ways in which a token is used, as the audit log names them. */
    enum Use {
        TOKEN_READ("connection.token_read"),
        GIT_CREDENTIAL("connection.git_credential_read"),
        PROXIED("connection.proxied");

        private final String action;

        Use(String action) {
            this.action = action;
        }
    }

    private record Reading(ConnectionRef connection, Actor reader, Use use) {
        AuditEntry times(int times) {
            return AuditEntry.succeeded(connection.tenantId(), reader, use.action, connection.id())
                    .times(times);
        }
    }

    /** A token of this connection was given out, in answer to that request. */
    void record(ConnectionRef connection, Caller caller, HttpServerRequest request) {
        record(connection, addresses.actor(caller, request));
    }

    /** The same, by a reader who is known already. */
    void record(ConnectionRef connection, Actor reader) {
        record(connection, reader, Use.TOKEN_READ);
    }

    /** The token was used in that way. */
    void record(ConnectionRef connection, Actor reader, Use use) {
        Actor told =
                reader.token() != null && counts.size() >= MOST ? reader.withoutToken() : reader;
        counts.merge(new Reading(connection, told, use), 1, Integer::sum);
    }

    /** Writes down what was counted; what a failure kept from being written is written later. */
    @Scheduled(
            every = "60s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> write() {
        return writing.run(store());
    }

    private Uni<Void> store() {
        Map<Reading, Integer> batch = drain();
        List<AuditEntry> entries =
                batch.entrySet().stream()
                        .map(read -> read.getKey().times(read.getValue()))
                        .toList();
        return log.record(entries).onFailure().invoke(() -> giveBack(batch));
    }

    private Map<Reading, Integer> drain() {
        Map<Reading, Integer> batch = new HashMap<>();
        for (Reading read : counts.keySet()) {
            Integer times = counts.remove(read);
            if (times != null) {
                batch.put(read, times);
            }
        }
        return batch;
    }

    private void giveBack(Map<Reading, Integer> batch) {
        batch.forEach((read, times) -> counts.merge(read, times, Integer::sum));
    }

    /** Nothing is read any more: what was counted is written before the process ends. */
    void onStop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent stop) {
        store().ifNoItem()
                .after(shutdown.left(PATIENCE))
                .fail()
                .onFailure()
                .invoke(failure -> LOG.errorf("The audit log lacks %s: %s", counts, failure))
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();
    }
}
