package dev.lanyard.provider.profile;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.SessionContext;
import dev.lanyard.database.TenantKey;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.branding.BrandSettings;
import dev.lanyard.provider.branding.ProfileLogos;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connector profiles. What is not there, or another tenant's, fails with {@code not_found}.
 * What is asked after a call to the provider, or by a refresh, may be asked from anywhere.
 */
@Singleton
public class ConnectorProfiles extends TenantRepository<ConnectorProfile, TenantKey> {
    private final Vertx vertx;
    private final AuditLog log;
    private final ProfileConnections connections;

    ConnectorProfiles(Vertx vertx, AuditLog log, ProfileConnections connections) {
        super(new ProfileRows());
        this.vertx = vertx;
        this.log = log;
        this.connections = connections;
    }

    private static final class ProfileRows
            implements PanacheRepositoryBase<ConnectorProfile, TenantKey> {}

    /** A tenant's profile as it is just now, from anywhere. */
    Uni<ConnectorProfile> get(String tenantId, String id) {
        return SessionContext.call(
                vertx, () -> Transactions.read(() -> one(new TenantKey(tenantId, id))));
    }

    /** Newest first. */
    public Uni<Page<ConnectorProfile>> list(String tenantId, PageRequest request) {
        return Transactions.read(() -> page(tenantId, request));
    }

    /** Stores a new profile and its logo, from anywhere; the database adds the times. */
    Uni<ConnectorProfile> add(Actor actor, ConnectorProfile profile, BrandSettings branding) {
        AuditEntry entry = entry(actor, "created", profile.key());
        return SessionContext.call(
                vertx,
                () ->
                        Transactions.write(
                                () ->
                                        add(profile)
                                                .call(() -> storeFirst(profile.key(), branding))
                                                .call(() -> log.recordInTransaction(entry))));
    }

    /** Writes a change, from anywhere, a changed secret in the same transaction. */
    Uni<ConnectorProfile> change(
            Actor actor,
            TenantKey key,
            ProfileUpdate.Change change,
            Optional<ProfileUpdate.Secret> secret) {
        AuditEntry entry = entry(actor, secret.isPresent() ? "secret_changed" : "changed", key);
        return SessionContext.call(
                vertx,
                () ->
                        Transactions.write(
                                () ->
                                        changed(key, change, secret)
                                                .call(() -> log.recordInTransaction(entry))));
    }

    /** The secret comes first: what is read then has it. */
    private Uni<ConnectorProfile> changed(
            TenantKey key, ProfileUpdate.Change change, Optional<ProfileUpdate.Secret> secret) {
        Uni<Void> replacing =
                secret.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Transactions.sql()
                                .chain(sql -> CredentialsRecords.replace(sql, key, secret.get()));
        return replacing
                .chain(() -> lock(key))
                .invoke(profile -> profile.change(change))
                .call(() -> storeLogo(key, change.branding()));
    }

    private static Uni<Void> storeFirst(TenantKey key, BrandSettings branding) {
        return branding.bringsLogo() ? storeLogo(key, branding) : Uni.createFrom().voidItem();
    }

    private static Uni<Void> storeLogo(TenantKey key, @Nullable BrandSettings branding) {
        return branding == null
                ? Uni.createFrom().voidItem()
                : Transactions.sql()
                        .chain(sql -> ProfileLogos.store(sql, key.tenantId(), key.id(), branding));
    }

    /**
     * Deletes a profile without connections.
     *
     * @return fails with {@code not_found}, or {@code conflict} naming how many it has
     */
    Uni<Void> delete(Actor actor, String tenantId, String id) {
        AuditEntry entry = entry(actor, "deleted", new TenantKey(tenantId, id));
        return Transactions.write(
                        () ->
                                delete(tenantId, "id = :id", Parameters.with("id", id))
                                        .invoke(ConnectorProfiles::mustHaveBeenThere)
                                        .chain(() -> log.recordInTransaction(entry)))
                .onFailure(ProfileConnections::isRefusal)
                .recoverWithUni(() -> connections.refuse(tenantId, id));
    }

    private static void mustHaveBeenThere(long deleted) {
        if (deleted == 0) {
            throw ProblemException.notFound();
        }
    }

    private static AuditEntry entry(Actor actor, String what, TenantKey key) {
        return AuditEntry.succeeded(key.tenantId(), actor, "connector_profile." + what, key.id());
    }
}
