package dev.lanyard.database;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
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
        return find(rows, condition, values, request)
                .list()
                .map(found -> Page.of(found, request, Listed::position));
    }

    /**
     * The same with part of each row, at half the cost.
     *
     * @param view a record whose components are attributes of the entity
     */
    public static <V extends Listed> Uni<Page<V>> page(
            PanacheRepositoryBase<?, ?> rows,
            Class<V> view,
            String condition,
            Parameters values,
            PageRequest request) {
        return find(rows, condition, values, request)
                .project(view)
                .list()
                .map(found -> Page.of(found, request, Listed::position));
    }

    private static <E> PanacheQuery<E> find(
            PanacheRepositoryBase<E, ?> rows,
            String condition,
            Parameters values,
            PageRequest request) {
        PageRequest.Position after = request.after();
        Parameters all = values.and("createdAt", after.createdAt()).and("id", after.id());
        return rows.find(AFTER.formatted(condition), all).range(0, request.limit());
    }
}
