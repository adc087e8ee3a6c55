package dev.lanyard.connection.grant;

import dev.lanyard.provider.Account;
import dev.lanyard.provider.AccountLookup;
import dev.lanyard.provider.Accounts;
import dev.lanyard.provider.Providers;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import dev.lanyard.vault.Vault;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Asks again who connected, where it could not be asked at the time, with growing pauses. */
@ApplicationScoped
class UnknownAccountLookups {
    private static final Logger LOG = Logger.getLogger(UnknownAccountLookups.class);
    private static final String CLAIM =
            """
            UPDATE connection c
            SET account_asked = c.account_asked + 1,
                account_ask_at = now() + least(interval '10 minutes',
                    interval '5 seconds' * power(2, least(c.account_asked, 10)))
            FROM (
                SELECT tenant_id, id FROM connection
                WHERE account_ask_at <= now() AND NOT awaiting_confirmation
                ORDER BY account_ask_at LIMIT 20 FOR UPDATE SKIP LOCKED
            ) AS due, token_set t
            WHERE c.tenant_id = due.tenant_id AND c.id = due.id
              AND t.tenant_id = c.tenant_id AND t.connection_id = c.id
            RETURNING c.tenant_id, c.id, c.provider, t.access_token
            """;

    private static final String WHY =
            """
            UPDATE connection
            SET reason_detail = 'Who connected could not be asked; it is asked again. ' || $3::text
            WHERE tenant_id = $1 AND id = $2 AND reason_code = 'account_unknown'
            """;

    private final RecurringTask asking = new RecurringTask(LOG, "Asking for unknown accounts");
    private final Pool pool;
    private final Vault vault;
    private final Providers providers;
    private final Accounts accounts;
    private final ConnectionMerge merging;

    UnknownAccountLookups(
            Pool pool,
            Vault vault,
            Providers providers,
            Accounts accounts,
            ConnectionMerge merging) {
        this.pool = pool;
        this.vault = vault;
        this.providers = providers;
        this.accounts = accounts;
        this.merging = merging;
    }

    @Scheduled(
            every = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> askAgain() {
        return asking.run(
                pool.preparedQuery(CLAIM)
                        .execute()
                        .onItem()
                        .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                        .onItem()
                        .transformToUniAndConcatenate(this::ask)
                        .toUni());
    }

    private Uni<Void> ask(Row row) {
        if (!providers.knows(row.getString("provider"))) {
            return Uni.createFrom().voidItem(); // told once; the pauses between two looks grow
        }
        ConnectionRef connection =
                new ConnectionRef(row.getString("tenant_id"), row.getString("id"));
        byte[] sealed = row.getBuffer("access_token").getBytes();
        return vault.dataKey(connection.tenantId())
                .map(key -> key.open(SealedTokens.ACCESS, connection.id(), sealed))
                .chain(token -> accounts.ask(providers.get(row.getString("provider")), token))
                .chain(response -> apply(connection, response))
                .onFailure()
                .invoke(failure -> LOG.warnf("%s: %s", connection.id(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> apply(ConnectionRef connection, AccountLookup response) {
        if (response instanceof AccountLookup.Known known) {
            Account account = known.account();
            return merging.found(connection, account);
        }
        return pool.preparedQuery(WHY)
                .execute(Tuple.of(connection.tenantId(), connection.id(), response.why()))
                .replaceWithVoid();
    }
}
