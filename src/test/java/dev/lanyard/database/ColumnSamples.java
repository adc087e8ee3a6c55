package dev.lanyard.database;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;

/** A repository to try {@link TenantRepository} with. */
@Singleton
class ColumnSamples extends TenantRepository<ColumnSample, TenantKey> {
    ColumnSamples() {
        super(new Rows());
    }

    private static final class Rows implements PanacheRepositoryBase<ColumnSample, TenantKey> {}

    Uni<ColumnSample> store(ColumnSample sample) {
        return add(sample);
    }

    Uni<ColumnSample> get(String tenantId, String id) {
        return one(new TenantKey(tenantId, id));
    }

    Uni<ColumnSample> locked(String tenantId, String id) {
        return lock(new TenantKey(tenantId, id));
    }

    Uni<List<ColumnSample>> withWord(String tenantId, String word) {
        return list(
                tenantId,
                "cast(sql('? = any(?)', :word, words) as Boolean)",
                Parameters.with("word", word));
    }

    Uni<Page<ColumnSample>> newest(String tenantId, PageRequest request) {
        return page(tenantId, request);
    }

    /** Part of a sample. */
    record Named(String id, String name, String[] words, OffsetDateTime createdAt)
            implements Listed {
        @Override
        public PageRequest.Position position() {
            return new PageRequest.Position(createdAt, id);
        }
    }

    Uni<Page<Named>> names(String tenantId, PageRequest request) {
        return page(
                Named.class,
                tenantId,
                "name = :name or name = 'nobody'",
                Parameters.with("name", "a name"),
                request);
    }

    Uni<Long> named(String tenantId, String name) {
        return count(tenantId, "name = :name or name = 'nobody'", Parameters.with("name", name));
    }

    Uni<Integer> touch(String tenantId, String id) {
        return change(
                tenantId,
                "name = 'touched', updatedAt = offset datetime",
                "id = :id",
                Parameters.with("id", id));
    }

    Uni<Long> erase(String tenantId, String id) {
        return delete(tenantId, "id = :id", Parameters.with("id", id));
    }

    Uni<Void> drop(String tenantId, String id) {
        return remove(new TenantKey(tenantId, id));
    }
}
