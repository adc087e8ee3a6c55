package dev.lanyard.database;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.problem.ProblemException;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entities that belong to tenants. Panache's own repository is kept inside, as it can be asked for
 * the rows of all: whatever is asked here names the tenant.
 *
 * <p>Conditions are HQL over the entity's attributes. All is to be called within {@link
 * Transactions}.
 *
 * @param <E> has the attributes {@code tenantId} and, to be listed, {@code createdAt} and {@code
 *     id}
 * @param <K> its identifier class
 */
public abstract class TenantRepository<E extends Listed, K extends OwnedKey> {
    private static final String OWN = "tenantId = :tenantId";

    private final PanacheRepositoryBase<E, K> rows;

    /**
     * A repository over Panache's.
     *
     * @param rows a nested class of the repository's own, which Panache completes
     */
    protected TenantRepository(PanacheRepositoryBase<E, K> rows) {
        this.rows = rows;
    }

    /** Fails with {@code not_found} when it is not there, or another tenant's. */
    protected final Uni<E> one(K key) {
        return find(key).onItem().ifNull().failWith(ProblemException::notFound);
    }

    /** Null when it is not there. */
    protected final Uni<@Nullable E> find(K key) {
        return rows.findById(key);
    }

    /**
     * Part of the one row that meets a condition; null when there is none.
     *
     * @param view a record whose components are attributes of the entity
     */
    protected final <V> Uni<@Nullable V> find(
            Class<V> view, String tenantId, String condition, Parameters values) {
        return where(tenantId, condition, values).project(view).firstResult();
    }

    /**
     * As {@link #one}, and nobody changes or deletes it before the transaction ends: FOR NO KEY
     * UPDATE, which takes the right to change the table, and lets in rows that refer to this one.
     */
    protected final Uni<E> lock(K key) {
        return rows.findById(key, LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(ProblemException::notFound);
    }

    /** A page of all that the tenant has, newest first. */
    protected final Uni<Page<E>> page(String tenantId, PageRequest request) {
        return NewestFirst.page(rows, OWN, owner(tenantId), request);
    }

    /** A page of what meets a condition, newest first. */
    protected final Uni<Page<E>> page(
            String tenantId, String condition, Parameters values, PageRequest request) {
        return NewestFirst.page(rows, own(condition), owner(tenantId, values), request);
    }

    /**
     * The same with part of each row, at half the cost: for lists that are asked often.
     *
     * @param view a record whose components are attributes of the entity
     */
    protected final <V extends Listed> Uni<Page<V>> page(
            Class<V> view,
            String tenantId,
            String condition,
            Parameters values,
            PageRequest request) {
        return NewestFirst.page(rows, view, own(condition), owner(tenantId, values), request);
    }

    /** All that meets a condition. */
    protected final Uni<List<E>> list(String tenantId, String condition, Parameters values) {
        return where(tenantId, condition, values).list();
    }

    /** How many the tenant has. */
    protected final Uni<Long> count(String tenantId) {
        return rows.count(OWN, owner(tenantId));
    }

    /** How many meet a condition. */
    protected final Uni<Long> count(String tenantId, String condition, Parameters values) {
        return rows.count(own(condition), owner(tenantId, values));
    }

    /** Stores a new one at once, and reads what the database generates for it. */
    protected final Uni<E> add(E entity) {
        return rows.persistAndFlush(entity);
    }

    /**
     * Deletes one at once; fails with {@code not_found} when it is not there, or another deletes it
     * first. It is not locked before, as that takes the right to change it.
     */
    protected final Uni<Void> remove(K key) {
        return one(key).chain(rows::delete)
                .chain(rows::flush)
                .onFailure(Transactions::isLostRace)
                .transform(gone -> ProblemException.notFound());
    }

    /**
     * Changes what meets a condition, in one statement that loads nothing.
     *
     * @param assignments HQL: {@code status = :status, updatedAt = offset datetime}
     * @return how many were changed
     */
    protected final Uni<Integer> change(
            String tenantId, String assignments, String condition, Parameters values) {
        return rows.update(
                "set " + assignments + " where " + own(condition), owner(tenantId, values));
    }

    /** Deletes what meets a condition, in one statement that loads nothing; says how many. */
    protected final Uni<Long> delete(String tenantId, String condition, Parameters values) {
        return rows.delete(own(condition), owner(tenantId, values));
    }

    private PanacheQuery<E> where(String tenantId, String condition, Parameters values) {
        return rows.find(own(condition), owner(tenantId, values));
    }

    private static String own(String condition) {
        return OWN + " and (" + condition + ")";
    }

    private static Parameters owner(String tenantId) {
        return Parameters.with("tenantId", tenantId);
    }

    private static Parameters owner(String tenantId, Parameters values) {
        return values.and("tenantId", tenantId);
    }
}
