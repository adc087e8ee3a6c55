package dev.lanyard.database;

import static dev.lanyard.support.OnVertx.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where a session is opened by those who may be anywhere. */
@QuarkusTest
class SessionContextTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject Vertx vertx;

    private Uni<Context> opened() {
        return SessionContext.call(
                vertx, () -> Transactions.read(() -> Panache.getSession().map(session -> here())));
    }

    private static Context here() {
        return Vertx.currentContext();
    }

    @Test
    void isTheRequestsOwn() {
        List<Context> seen = await(() -> opened().map(there -> List.of(here(), there)));

        assertThat(seen.get(1)).isSameAs(seen.get(0));
    }

    @Test
    void isAnotherWhileTheRequestHasASession() {
        List<Context> seen =
                await(() -> Transactions.read(() -> opened().map(there -> List.of(here(), there))));

        assertThat(seen.get(1)).isNotSameAs(seen.get(0));
    }

    @Test
    void isAnotherForAThreadThatIsNoEventLoops() {
        assertThat(opened().await().atMost(PATIENCE)).isNotNull();
    }

    @Test
    void leadsBackAfterAPause() {
        List<Context> seen =
                await(
                        () -> {
                            Context before = here();
                            return Uni.createFrom()
                                    .voidItem()
                                    .onItem()
                                    .delayIt()
                                    .by(Duration.ofMillis(10))
                                    .chain(this::opened)
                                    .map(there -> List.of(before, here()));
                        });

        assertThat(seen.get(1)).isSameAs(seen.get(0));
    }

    @Test
    void isAnotherWhereAllShareOne() {
        CompletableFuture<Context> seen = new CompletableFuture<>();

        vertx.getOrCreateContext()
                .runOnContext(
                        go ->
                                opened().subscribe()
                                        .with(seen::complete, seen::completeExceptionally));

        assertThat(seen).succeedsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
