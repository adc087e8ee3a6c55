package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.EgressProxy;
import dev.lanyard.outbound.NotSentException;
import io.quarkus.oidc.common.OidcRequestContextProperties;
import io.quarkus.oidc.common.OidcRequestFilter.OidcRequestFilterContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What passes the filter, as the library asks it: once for each send. */
class GrantRequestFilterTest {
    private final Vertx vertx = Vertx.vertx();
    private final OidcRequestFilterContext call =
            new OidcRequestFilterContext(
                    WebClient.create(vertx).postAbs("http://localhost/token"),
                    Buffer.buffer("code=c"),
                    new OidcRequestContextProperties());
    private final Uni<Void> pass =
            new GrantRequestFilter("1.0", EgressProxy.none(), vertx.getDelegate()).filter(call);

    @AfterEach
    void close() {
        vertx.closeAndAwait();
    }

    /** The library does so after a {@code SocketException}, which epoll's failures are not. */
    @Test
    void rule05_aSecondSendOfOneRequestFailsBeforeIt() {
        Uni<Void> sends = within(Duration.ofSeconds(10)).carriedBy(pass);

        sends.await().indefinitely();

        assertThatThrownBy(() -> sends.await().indefinitely())
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("once");
    }

    @Test
    void rule05_noOtherRequestSendsItAgain() {
        within(Duration.ofSeconds(10)).carriedBy(pass).await().indefinitely();

        assertThatThrownBy(
                        () -> within(Duration.ofSeconds(10)).carriedBy(pass).await().indefinitely())
                .hasMessageContaining("once");
    }

    @Test
    void isNotSentPastTheDeadline() {
        GrantRequest late = within(Duration.ofMillis(-1));

        assertThatThrownBy(() -> late.carriedBy(pass).await().indefinitely())
                .hasCauseInstanceOf(NotSentException.class);
        assertThat(late.sent()).isFalse();
    }

    @Test
    void isNotSentWithoutARequestToKeepItsAnswer() {
        assertThatThrownBy(() -> pass.await().indefinitely())
                .isInstanceOf(NoSuchElementException.class);
    }

    private static GrantRequest within(Duration time) {
        return new GrantRequest(URI.create("http://localhost/token"), Deadline.within(time));
    }
}
