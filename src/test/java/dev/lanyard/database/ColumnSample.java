package dev.lanyard.database;

import dev.lanyard.api.PageRequest;
import dev.lanyard.id.Ids;
import dev.lanyard.support.Owner;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.generator.EventType;
import org.hibernate.type.SqlTypes;

/** Each kind of column that Lanyard's tables have, for {@link ColumnMappingsTest}. */
@Entity
@Table(name = "column_sample", schema = "samples")
@IdClass(TenantKey.class)
@DynamicUpdate
class ColumnSample implements Listed {
    private static final String TABLE =
            """
            CREATE TABLE IF NOT EXISTS samples.column_sample (
                tenant_id text NOT NULL, id text NOT NULL, name text, words text[], list text[], sealed bytea,
                metadata jsonb NOT NULL DEFAULT '{}', disabled boolean NOT NULL, attempts int NOT NULL,
                position bigint, budget double precision, expires_at timestamptz,
                random_id text NOT NULL DEFAULT md5(random()::text),
                created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
                revision bigint NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, id))
            """;

    @Id
    @Column(name = "tenant_id")
    String tenantId;

    @Id String id;

    String name;
    String[] words;

    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> list;

    byte[] sealed;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Object> metadata;

    boolean disabled;
    int attempts;
    Long position;
    Double budget;

    @Column(name = "expires_at")
    OffsetDateTime expiresAt;

    @Generated
    @Column(name = "random_id", updatable = false)
    String randomId;

    @Generated
    @Column(name = "created_at", updatable = false)
    OffsetDateTime createdAt;

    @Generated(
            event = {EventType.INSERT, EventType.UPDATE},
            sql = "now()")
    @Column(name = "updated_at")
    OffsetDateTime updatedAt;

    @Version long revision;

    /** Not among the tables that other tests look at. */
    static void createTable() {
        Owner.execute("CREATE SCHEMA IF NOT EXISTS samples");
        Owner.execute("GRANT USAGE ON SCHEMA samples TO PUBLIC");
        Owner.execute(TABLE);
        Owner.execute("GRANT ALL ON samples.column_sample TO PUBLIC");
    }

    /** A new one with a value in each column. */
    static ColumnSample of(String tenantId) {
        ColumnSample sample = new ColumnSample();
        sample.tenantId = tenantId;
        sample.id = Ids.next("col_");
        sample.name = "a name";
        sample.words = new String[] {"a", "b, c", "\"d\""};
        sample.list = List.of("x", "y");
        sample.sealed = new byte[] {0, 1, -1};
        sample.metadata = Map.of("a", Map.of("b", List.of(1, "two")));
        sample.attempts = 3;
        sample.budget = 1.5;
        sample.expiresAt = OffsetDateTime.of(2030, 1, 2, 3, 4, 5, 678_901_000, ZoneOffset.UTC);
        return sample;
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
