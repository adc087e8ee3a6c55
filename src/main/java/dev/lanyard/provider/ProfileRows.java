package dev.lanyard.provider;

import dev.lanyard.Page;
import dev.lanyard.PageRequest;
import dev.lanyard.PageRequest.Position;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Profiles by Hibernate, for what a tenant's own request does with them. */
@ApplicationScoped
class ProfileRows implements PanacheRepositoryBase<ConnectorProfile, ConnectorProfile.Key> {
    private static final String AFTER =
            "tenantId = ?1 and (createdAt, id) < (?2, ?3) order by createdAt desc, id desc";

    Uni<ConnectorProfile> add(ConnectorProfile profile) {
        return Panache.withTransaction(() -> persist(profile));
    }

    Uni<Page<ConnectorProfile>> page(String tenantId, PageRequest request) {
        return Panache.withSession(() -> rows(tenantId, request))
                .map(rows -> Page.of(rows, request, ProfileRows::position));
    }

    private Uni<List<ConnectorProfile>> rows(String tenantId, PageRequest request) {
        Position after = request.after();
        return find(AFTER, tenantId, after.createdAt(), after.id())
                .page(0, request.limit() + 1)
                .list();
    }

    private static Position position(ConnectorProfile profile) {
        return new Position(profile.createdAt, profile.id());
    }
}
