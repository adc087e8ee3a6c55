package dev.lanyard.database;

import dev.lanyard.config.Config;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The connections to the database, made from {@link Config.DatabaseConfig}: one pool, and beside
 * it, out of the same number, those of {@link FrequentQuery}.
 */
@Singleton
public class Database implements PgPoolCreator {
    private static final int ACQUIRE_SECONDS = 5;

    /** As Quarkus names the pool's, so that all connections are measured as one (Meters). */
    private static final String METRICS = "postgresql|<default>";

    private final Config.DatabaseConfig db;
    private final boolean throughPooler;

    /**
     * @param throughPooler a pooler in transaction mode is between: a connection is no session, and
     *     keeps no prepared statement
     */
    Database(
            Config config,
            @ConfigProperty(
                            name = "quarkus.datasource.reactive.postgresql.use-layer7-proxy",
                            defaultValue = "false")
                    boolean throughPooler) {
        this.db = config.db();
        this.throughPooler = throughPooler;
    }

    @Override
    public Pool create(Input input) {
        PoolOptions options =
                new PoolOptions(input.poolOptions())
                        .setMaxSize(db.poolSize() - pipelines(input.vertx()))
                        .setConnectionTimeout(ACQUIRE_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        return PgBuilder.pool()
                .with(options)
                .connectingTo(connectOptions(input.pgConnectOptionsList().get(0)))
                .using(input.vertx())
                .build();
    }

    /**
     * A SELECT for the busiest path.
     *
     * @param pool that is asked while no connection of its own is there
     */
    public FrequentQuery frequent(Vertx vertx, Pool pool, String sql) {
        List<QueryPipeline> pipelines =
                Stream.generate(
                                () ->
                                        new QueryPipeline(
                                                vertx,
                                                connectOptions(),
                                                sql,
                                                QueryPipeline.TRIES_UNASKED))
                        .limit(pipelines(vertx))
                        .toList();
        return new FrequentQuery(vertx, pool, sql, pipelines);
    }

    private int pipelines(Vertx vertx) {
        long loops = StreamSupport.stream(vertx.nettyEventLoopGroup().spliterator(), false).count();
        return throughPooler ? 0 : pipelines((int) loops, db.poolSize());
    }

    /** One for each event loop, and no more than half of all connections. */
    static int pipelines(int eventLoops, int connections) {
        return Math.min(eventLoops, connections / 2);
    }

    /** How to reach the database, for a connection outside the pool. */
    public PgConnectOptions connectOptions() {
        return connectOptions(new PgConnectOptions().setMetricsName(METRICS));
    }

    private PgConnectOptions connectOptions(PgConnectOptions base) {
        PgConnectOptions options =
                new PgConnectOptions(base)
                        .setHost(db.host())
                        .setPort(db.port())
                        .setDatabase(db.name())
                        .setUser(db.user())
                        .setPassword(db.password())
                        .setSslMode(SslMode.of(db.sslMode().libpq()))
                        .addProperty("application_name", "lanyard");
        options.setUseLayer7Proxy(throughPooler);
        options.setTcpUserTimeout((int) TimeUnit.SECONDS.toMillis(2 * ACQUIRE_SECONDS));
        options.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(ACQUIRE_SECONDS));
        if (db.sslMode() == Config.SslMode.VERIFY_FULL) {
            options.setHostnameVerificationAlgorithm("HTTPS");
        }
        if (db.sslRootCert().isPresent()) {
            options.setPemTrustOptions(
                    new PemTrustOptions().addCertPath(db.sslRootCert().get().toString()));
        } else {
            options.setTrustAll(
                    true); // "prefer" and "require" encrypt without proving who answers, as libpq
            // does
        }
        return options;
    }
}
