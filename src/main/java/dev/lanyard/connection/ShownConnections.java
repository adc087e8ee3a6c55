package dev.lanyard.connection;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.connection.grant.ConnectionAliases;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.database.TenantKey;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Providers;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's connections as they stand, read only. */
@Singleton
class ShownConnections extends TenantRepository<ConnectionShown, TenantKey> {
    private final Providers providers;
    private final DegradedConnections degraded;

    ShownConnections(Providers providers, DegradedConnections degraded) {
        super(new ShownRows());
        this.providers = providers;
        this.degraded = degraded;
    }

    private static final class ShownRows
            implements PanacheRepositoryBase<ConnectionShown, TenantKey> {}

    /** One, or the elder it was merged into; fails with {@code not_found}. */
    Uni<ConnectionView> get(ConnectionRef connection) {
        return Transactions.read(() -> find(connection)).map(this::view);
    }

    /** Within {@link Transactions}. */
    private Uni<@Nullable ShownConnection> find(ConnectionRef connection) {
        return find("id = :id", connection)
                .onItem()
                .ifNull()
                .switchTo(() -> find(ConnectionAliases.ELDER_OF_ID, connection));
    }

    private Uni<@Nullable ShownConnection> find(String condition, ConnectionRef connection) {
        return find(
                ShownConnection.class,
                connection.tenantId(),
                condition,
                Parameters.with("id", connection.id()));
    }

    private ConnectionView view(@Nullable ShownConnection shown) {
        if (shown == null) {
            throw ProblemException.notFound();
        }
        return ConnectionView.of(shown, providers);
    }

    /** Newest first. */
    Uni<Page<ConnectionView>> list(String tenantId, ConnectionFilter filter, PageRequest request) {
        return isAnyRejected(tenantId, filter)
                .chain(any -> page(tenantId, filter, any, request))
                .map(page -> page.bounded(ShownConnections::bytes, ShownConnection::position))
                .map(page -> page.map(this::view));
    }

    private Uni<Page<ShownConnection>> page(
            String tenantId, ConnectionFilter filter, boolean rejected, PageRequest request) {
        return rejected && filter.isOfDegradedAlone()
                ? degraded.newest(tenantId, request).chain(ids -> these(tenantId, ids, request))
                : Transactions.read(
                        () ->
                                page(
                                        ShownConnection.class,
                                        tenantId,
                                        filter.condition(rejected),
                                        filter.values(),
                                        request));
    }

    private Uni<Page<ShownConnection>> these(
            String tenantId, List<String> ids, PageRequest request) {
        return ids.isEmpty()
                ? Uni.createFrom().item(new Page<>(List.of(), null))
                : Transactions.read(
                        () ->
                                page(
                                        ShownConnection.class,
                                        tenantId,
                                        "id in (:ids)",
                                        Parameters.with("ids", ids),
                                        request));
    }

    /** Whether a profile's rejected secret degrades connections; asked where it matters. */
    private Uni<Boolean> isAnyRejected(String tenantId, ConnectionFilter filter) {
        return filter.isOfDegraded()
                ? degraded.hasRejectedProfile(tenantId, filter)
                : Uni.createFrom().item(false);
    }

    /** Those of an end user with this id; where there is none, those of an account with it. */
    Uni<Page<ConnectionView>> search(
            String tenantId, ConnectionSearch search, PageRequest request) {
        return list(tenantId, search.byEndUser(), request)
                .chain(
                        page ->
                                page.items().isEmpty() && search.find() != null
                                        ? list(tenantId, search.byAccount(), request)
                                        : Uni.createFrom().item(page));
    }

    /** Nearly: what the metadata has as text. */
    private static int bytes(ShownConnection shown) {
        return shown.metadata().toString().length();
    }
}
