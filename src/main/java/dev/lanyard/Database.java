package dev.lanyard;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** The one pool of database connections, made from {@link Config.Db}. */
@Singleton
public class Database implements PgPoolCreator {
    private static final int ACQUIRE_SECONDS = 5;

    private final Config.Db db;

    Database(Config config) {
        this.db = config.db();
    }

    @Override
    public Pool create(Input input) {
        PoolOptions options =
                new PoolOptions(input.poolOptions())
                        .setMaxSize(db.poolSize())
                        .setConnectionTimeout(ACQUIRE_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        return PgBuilder.pool()
                .with(options)
                .connectingTo(connectOptions(input.pgConnectOptionsList().get(0)))
                .using(input.vertx())
                .build();
    }

    /** How to reach the database, for a connection outside the pool. */
    public PgConnectOptions connectOptions() {
        return connectOptions(new PgConnectOptions());
    }

    private PgConnectOptions connectOptions(PgConnectOptions base) {
        PgConnectOptions options =
                new PgConnectOptions(base)
                        .setHost(db.host())
                        .setPort(db.port())
                        .setDatabase(db.name())
                        .setUser(db.user())
                        .setPassword(db.password())
                        .setSslMode(SslMode.of(Preflight.libpq(db.sslMode())))
                        .addProperty("application_name", "lanyard");
        options.setUseLayer7Proxy(base.getUseLayer7Proxy()); // the copy has not got it
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
