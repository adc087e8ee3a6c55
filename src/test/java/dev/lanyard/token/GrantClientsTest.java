package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.client.runtime.OidcClientConfig.Grant;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a client of quarkus-oidc-client is made, shared, dropped and closed. */
class GrantClientsTest {
    private final List<Opened> opened = new ArrayList<>();
    private final GrantClients clients = new GrantClients(this::open);

    private Uni<OidcClient> open(OidcClientConfig config) {
        Opened client = new Opened();
        opened.add(client);
        return Uni.createFrom().item(client);
    }

    /** Only to be closed. */
    private static final class Opened implements OidcClient {
        private boolean closed;

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public Uni<Tokens> getTokens(Map<String, String> parameters) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Tokens> refreshTokens(String token, Map<String, String> parameters) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Boolean> revokeAccessToken(String token, Map<String, String> parameters) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void oneServesAllCallsOfAnOAuthClient() {
        borrow("secret", Grant.Type.CODE).release();
        borrow("secret", Grant.Type.CODE).release();

        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).closed).isFalse();
    }

    @Test
    void aGrantHasItsOwn() {
        borrow("secret", Grant.Type.CODE).release();
        borrow("secret", Grant.Type.CLIENT).release();

        assertThat(opened).hasSize(2).noneMatch(client -> client.closed);
    }

    @Test
    void rule07_oneWithAFormerSecretIsClosedWhenItsLastCallHasEnded() {
        GrantClient first = borrow("former", Grant.Type.CODE);
        GrantClient second = borrow("former", Grant.Type.CODE);

        GrantClient changed = borrow("changed", Grant.Type.CODE);

        assertThat(opened).hasSize(2);
        first.release();
        assertThat(opened.get(0).closed).isFalse();
        second.release();
        assertThat(opened.get(0).closed).isTrue();
        assertThat(second.hold()).isFalse();
        changed.release();
        assertThat(opened.get(1).closed).isFalse();
    }

    @Test
    void aDroppedOneIsGivenToNoOtherCallAndClosedWhenItsCallsHaveEnded() {
        GrantClient broken = borrow("secret", Grant.Type.CODE);
        clients.drop(broken);
        clients.drop(broken);

        GrantClient next = borrow("secret", Grant.Type.CODE);

        assertThat(next).isNotSameAs(broken);
        assertThat(opened.get(0).closed).isFalse();
        broken.release();
        assertThat(opened.get(0).closed).isTrue();
        assertThat(opened.get(1).closed).isFalse();
    }

    @Test
    void theyAreBoundedAndWhatIsLeftOutIsClosed() {
        for (int i = 0; i < 3_000; i++) {
            borrow("https://a.example/" + i, "secret", Grant.Type.CODE).release();
        }

        assertThat(opened.stream().filter(client -> !client.closed).count()).isLessThan(1_100);
    }

    @Test
    void allAreClosedAtTheEnd() {
        borrow("secret", Grant.Type.CODE).release();

        clients.close();

        assertThat(opened).allMatch(client -> client.closed);
    }

    private GrantClient borrow(String secret, Grant.Type grant) {
        return borrow("https://a.example/token", secret, grant);
    }

    private GrantClient borrow(String endpoint, String secret, Grant.Type grant) {
        GrantClient client =
                clients.borrow(
                        new ClientCredentials(
                                URI.create(endpoint),
                                ClientCredentials.Method.CLIENT_SECRET_BASIC,
                                "id",
                                secret),
                        grant);
        assertThat(client.client().await().indefinitely()).isNotNull();
        return client;
    }
}
