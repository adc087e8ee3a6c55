package dev.lanyard.database;

import dev.lanyard.config.Config;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The connections to the database, made from {@link Config.DatabaseConfig}: one pool, and beside
 * it, out of the same number, those of {@link FrequentQuery}. Each is watched by a {@link
 * ConnectionWatch}, and has {@link SessionBounds} at the server.
 */
@Singleton
public class Database implements PgPoolCreator {
    private static final int ACQUIRE_SECONDS = 5;
    private static final int MOST_WAITING = 5_000;
    private static final int USER_TIMEOUT_MILLIS = 10_000;

    /** When the kernel asks an idle peer, how often, and how many times before it gives up. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 5;
    private static final int KEEP_ALIVE_COUNT = 3;

    /** As Quarkus names the pool's, so that all connections are measured as one (Meters). */
    private static final String METRICS = "postgresql|<default>";

    /**
     * Characters of a statement that is kept prepared. The driver's 2,048 leave out those that do
     * most, which were planned anew each time.
     */
    private static final int LONGEST_STATEMENT = 20_000;

    private final Config.DatabaseConfig db;
    private final DatabasePassword password;
    private final boolean throughPooler;
    private final ServerState server = new ServerState();

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
        this.password = DatabasePassword.of(config.db());
        this.throughPooler = throughPooler;
    }

    @Override
    public Pool create(Input input) {
        PoolOptions options =
                new PoolOptions(input.poolOptions())
                        .setMaxSize(db.poolSize() - pipelines(input.vertx()))
                        .setMaxWaitQueueSize(MOST_WAITING)
                        .setConnectionTimeout(ACQUIRE_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        PgConnectOptions to = connectOptions(input.pgConnectOptionsList().get(0));
        return ClientBuilder.pool(WatchedConnections.driver(server))
                .with(options)
                .connectingTo(() -> withPassword(input.vertx(), to))
                .using(input.vertx())
                .build();
    }

    /** Whether a connection is a session, to which notifications come (LISTEN). */
    public boolean hasSessions() {
        return !throughPooler;
    }

    /** A connection outside the pool, for the caller to close. */
    public Future<PgConnection> connect(Vertx vertx) {
        return connect(vertx, connectOptions());
    }

    Future<PgConnection> connect(Vertx vertx, PgConnectOptions to) {
        Context context = vertx.getOrCreateContext();
        return new WatchedConnections((VertxInternal) vertx, () -> withPassword(vertx, to), server)
                .connect(context)
                .map(PgConnection::cast);
    }

    private Future<SqlConnectOptions> withPassword(Vertx vertx, PgConnectOptions to) {
        return password.read(vertx)
                .map(
                        text ->
                                new PgConnectOptions(to)
                                        .setUseLayer7Proxy(throughPooler) // a copy loses it
                                        .setPassword(text));
    }

    /**
     * Has the connections that are open now replaced, as the database has become one to which they
     * cannot write; at most every 5 s.
     */
    public void renew() {
        server.renew();
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
                                                this,
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

    /** How to reach the database, but for the password, for a connection outside the pool. */
    PgConnectOptions connectOptions() {
        return connectOptions(new PgConnectOptions().setMetricsName(METRICS));
    }

    private PgConnectOptions connectOptions(PgConnectOptions base) {
        PgConnectOptions options =
                new PgConnectOptions(base)
                        .setHost(db.host())
                        .setPort(db.port())
                        .setDatabase(db.name())
                        .setUser(db.user())
                        .setSslMode(SslMode.of(db.sslMode().libpq()))
                        .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
                        .addProperty("application_name", "lanyard");
        if (!throughPooler) { // which refuses to log anybody in who sends them
            SessionBounds.startupParameters().forEach(options::addProperty);
        }
        options.setUseLayer7Proxy(throughPooler);
        notice(options);
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

    /** How the kernel notices that the server's host is gone. */
    private static void notice(PgConnectOptions options) {
        options.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(ReachingClient.LOGIN_SECONDS));
        options.setTcpUserTimeout(USER_TIMEOUT_MILLIS);
        options.setTcpKeepAlive(true);
        options.setTcpKeepAliveIdleSeconds(KEEP_ALIVE_SECONDS);
        options.setTcpKeepAliveIntervalSeconds(KEEP_ALIVE_INTERVAL_SECONDS);
        options.setTcpKeepAliveCount(KEEP_ALIVE_COUNT);
    }
}
