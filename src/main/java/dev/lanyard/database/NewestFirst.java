package dev.lanyard.database;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;

/** Pages of entities, by {@code createdAt} and {@code id}, both descending. */
public final class NewestFirst {
    private static final String AFTER =
            "(%s) and (createdAt, id) < (:createdAt, :id) order by createdAt desc, id desc";

    private NewestFirst() {}

    /**
     * One query for one page.
     *
     * @param condition HQL that names the tenant, if the rows are tenants'
     * @param values of its parameters
     */
    public static <E extends Listed> Uni<Page<E>> page(
            PanacheRepositoryBase<E, ?> rows,
            String condition,
            Parameters values,
            PageRequest request) {
        PageRequest.Position after = request.after();
        return rows.find(
                        AFTER.formatted(condition),
                        values.and("createdAt", after.createdAt()).and("id", after.id()))
                .range(0, request.limit())
                .list()
                .map(found -> Page.of(found, request, Listed::position));
    }
}
