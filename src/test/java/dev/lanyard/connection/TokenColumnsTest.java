package dev.lanyard.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

/** Rule 1: what does not store new tokens writes no token column, so no entity does. */
@QuarkusTest
class TokenColumnsTest {
    private static final Set<String> TOKENS =
            Set.of("access_token", "refresh_token", "shadow_refresh_token", "spare");

    @Inject Mutiny.SessionFactory sessions;

    private record MappedColumn(String table, String name, boolean written) {}

    @Test
    void rule01_noEntityMapsATokenColumnForWriting() {
        List<MappedColumn> columns = columns();

        assertThat(columns)
                .contains(
                        new MappedColumn("connection", "metadata", true),
                        new MappedColumn("connection_shown", "last_refreshed_at", true))
                .noneMatch(column -> column.written() && TOKENS.contains(column.name()))
                .noneMatch(column -> column.written() && column.table().equals("token_set"));
    }

    /** What stands in the view is nobody's to write: {@code @Immutable}. */
    @Test
    void whatIsShownIsReadOnly() {
        assertThat(metamodel().getEntityDescriptor(ConnectionShown.class).isMutable()).isFalse();
    }

    private List<MappedColumn> columns() {
        List<MappedColumn> columns = new ArrayList<>();
        metamodel().forEachEntityDescriptor(entity -> add(entity, columns));
        return columns;
    }

    private static void add(EntityPersister entity, List<MappedColumn> columns) {
        entity.forEachSelectable((index, column) -> columns.add(column(column)));
    }

    private static MappedColumn column(SelectableMapping column) {
        return new MappedColumn(
                column.getContainingTableExpression(),
                column.getSelectionExpression(),
                column.isInsertable() || column.isUpdateable());
    }

    private MappingMetamodel metamodel() {
        return (MappingMetamodel) sessions.getMetamodel();
    }
}
