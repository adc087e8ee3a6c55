package dev.lanyard.connection;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.grant.GrantRows;
import dev.lanyard.connection.grant.GrantStore;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.connection.refresh.ClientTokens;
import dev.lanyard.id.Ids;
import dev.lanyard.notify.Events;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.AccountLookup;
import dev.lanyard.provider.Accounts;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import dev.lanyard.token.GrantType;
import dev.lanyard.token.TokenSet;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Makes connections without a user: asks the provider for a token of the client's own, then stores
 * it with its event. Nothing is open in the database meanwhile, and nothing stored without a token.
 */
@ApplicationScoped
class ClientConnectionCreator {
    private final ProfileClients clients;
    private final ClientTokens tokens;
    private final Accounts accounts;
    private final Vault vault;
    private final Pool pool;
    private final Events events;
    private final AuditLog log;

    ClientConnectionCreator(
            ProfileClients clients,
            ClientTokens tokens,
            Accounts accounts,
            Vault vault,
            Pool pool,
            Events events,
            AuditLog log) {
        this.clients = clients;
        this.tokens = tokens;
        this.accounts = accounts;
        this.vault = vault;
        this.pool = pool;
        this.events = events;
        this.log = log;
    }

    /** A token in hand, and whose it is. */
    private record Draft(
            Actor actor,
            ProfileClient client,
            NewConnection wanted,
            TokenSet tokens,
            AccountLookup who) {
        String tenantId() {
            return client.profile().tenantId();
        }

        AuditEntry entry(Row row) {
            String action = row.getBoolean("created") ? "connection.created" : "connection.changed";
            return AuditEntry.succeeded(tenantId(), actor, action, row.getString("id"));
        }
    }

    /**
     * Makes the connection, or gives new tokens to the one that this end user has on the profile by
     * this grant.
     *
     * @return fails with {@code validation_failed}, {@code profile_disabled}, {@code
     *     credentials_rejected}, {@code provider_unavailable}
     */
    Uni<ConnectionRef> create(Actor actor, String tenantId, NewConnection wanted) {
        wanted.check();
        return clients.of(tenantId, String.valueOf(wanted.connectorProfileId()))
                .onFailure(ClientConnectionCreator::isUnknown)
                .transform(unknown -> unknownProfile())
                .invoke(ClientConnectionCreator::requireGrant)
                .chain(client -> ask(actor, client, wanted))
                .chain(this::store);
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.code() == ProblemCode.NOT_FOUND;
    }

    private static ProblemException unknownProfile() {
        return ProblemException.invalid(
                "connector_profile_id", "is none of your connector profiles");
    }

    private static void requireGrant(ProfileClient client) {
        if (!client.provider().grants().contains(GrantType.CLIENT_CREDENTIALS)) {
            throw ProblemException.invalid(
                    "grant",
                    "is not given by " + client.provider().displayName() + " to any client");
        }
        if (!client.profile().active()) {
            throw ProblemException.of(
                    ProblemCode.PROFILE_DISABLED,
                    "The connector profile "
                            + client.profile().id()
                            + " is disabled. Set it active first.");
        }
    }

    private Uni<Draft> ask(Actor actor, ProfileClient client, NewConnection wanted) {
        return tokens.askFirst(client)
                .map(response -> ClientTokens.issued(client, response))
                .chain(
                        issued ->
                                accounts.ask(client.provider(), issued.accessToken())
                                        .map(who -> new Draft(actor, client, wanted, issued, who)));
    }

    private Uni<ConnectionRef> store(Draft draft) {
        return vault.dataKey(draft.tenantId())
                .chain(key -> pool.withTransaction(transaction -> store(transaction, key, draft)))
                .map(id -> new ConnectionRef(draft.tenantId(), id));
    }

    private Uni<String> store(SqlClient transaction, DataKey key, Draft draft) {
        return transaction
                .preparedQuery(GrantStore.PROFILE)
                .execute(Tuple.of(draft.tenantId(), draft.client().profile().id()))
                .invoke(ClientConnectionCreator::requireProfile)
                .chain(() -> storeConnection(transaction, draft))
                .call(row -> storeTokens(transaction, key, draft, row.getString("id")))
                .call(row -> tell(transaction, draft, row))
                .call(row -> log.record(transaction, draft.entry(row)))
                .map(row -> row.getString("id"));
    }

    private static void requireProfile(RowSet<Row> found) {
        if (found.size() == 0) {
            throw unknownProfile();
        }
    }

    private static Uni<Row> storeConnection(SqlClient transaction, Draft draft) {
        Tuple values =
                ClientConnectionRows.connection(
                        draft.client(),
                        draft.wanted(),
                        draft.tokens(),
                        draft.who(),
                        Ids.next("conn_"));
        return transaction
                .preparedQuery(ClientConnectionRows.CONNECTION)
                .execute(values)
                .map(rows -> rows.iterator().next());
    }

    private static Uni<Void> storeTokens(
            SqlClient transaction, DataKey key, Draft draft, String id) {
        SealedTokens sealed = SealedTokens.seal(key, id, draft.tokens(), draft.client().provider());
        return transaction
                .preparedQuery(GrantRows.TOKENS)
                .execute(ClientConnectionRows.tokens(draft.client(), id, sealed))
                .replaceWithVoid();
    }

    private Uni<Void> tell(SqlClient transaction, Draft draft, Row row) {
        if (!row.getBoolean("created")) {
            return Uni.createFrom().voidItem();
        }
        JsonObject data =
                new JsonObject()
                        .put("connection_id", row.getString("id"))
                        .put("connector_profile_id", row.getString("connector_profile_id"))
                        .put("provider", row.getString("provider"))
                        .put("end_user_id", row.getString("end_user_id"))
                        .put("account_id", row.getString("account_id"));
        return events.record(
                transaction, draft.tenantId(), "connection.created", row.getString("id"), data);
    }
}
