package dev.lanyard.provider.branding;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The logos of connector profiles. What is stored under an id stays as it is until it goes. */
@ApplicationScoped
public class ProfileLogos {
    private static final String FIND =
            "SELECT media_type, image FROM profile_logo WHERE tenant_id = $1 AND id = $2";
    private static final String DELETE_OTHERS =
            """
            DELETE FROM profile_logo
            WHERE tenant_id = $1 AND connector_profile_id = $2 AND id IS DISTINCT FROM $3
            """;
    private static final String INSERT =
            """
            INSERT INTO profile_logo (tenant_id, id, connector_profile_id, media_type, image)
            VALUES ($1, $2, $3, $4, $5)
            -- $1 tenant_id, $2 id, $3 connector_profile_id, $4 media_type, $5 image
            """;

    private final Pool pool;

    ProfileLogos(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<BrandLogo>> find(String tenantId, String id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(tenantId, id))
                .map(
                        rows ->
                                rows.stream()
                                        .findFirst()
                                        .map(
                                                row ->
                                                        new BrandLogo(
                                                                row.getString("media_type"),
                                                                row.getBuffer("image")
                                                                        .getBytes())));
    }

    /** Leaves a profile with the logo of these settings, in the transaction that stores them. */
    public static Uni<Void> store(
            SqlClient transaction, String tenantId, String profileId, BrandSettings settings) {
        BrandLogo image = settings.image();
        Uni<Void> deleted =
                transaction
                        .preparedQuery(DELETE_OTHERS)
                        .execute(Tuple.of(tenantId, profileId, settings.logo()))
                        .replaceWithVoid();
        return image == null
                ? deleted
                : deleted.chain(
                        () ->
                                transaction
                                        .preparedQuery(INSERT)
                                        .execute(
                                                Tuple.of(
                                                        tenantId,
                                                        settings.logo(),
                                                        profileId,
                                                        image.mediaType(),
                                                        Buffer.buffer(image.image())))
                                        .replaceWithVoid());
    }
}
