package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.REVOKING;
import static dev.lanyard.connection.Connected.STRICT;
import static dev.lanyard.connection.refresh.Presenter.presentation;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.connection.Connected;
import dev.lanyard.outbound.Deadline;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenResponse;
import dev.lanyard.token.TokenSet;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 13: tokens that the user replaced. */
@QuarkusTest
class ReplacedTest {
    @Inject RefreshResults results;
    @Inject TokenEndpoint endpoint;

    @Test
    void rule13_reconnectingReplacesTheTokensAndClearsWhatWasOutstanding() {
        Connected connection = Connected.at(STRICT);
        connection.sandbox().faults(connection.clientId(), once("dropped_answer", "refresh"));
        connection.refresh().then().statusCode(503);
        long before = connection.row().getLong("version");

        Connected again = Connected.on(connection.journey(), "u1");

        assertThat(again.id()).isEqualTo(connection.id());
        Row row = connection.row();
        assertThat(row.getLong("version")).isEqualTo(before + 1);
        assertThat(row.getOffsetDateTime("presented_at")).isNull();
        assertThat(row.getOffsetDateTime("lease_until")).isNull();
        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.journey().events("connection.reconnected")).hasSize(1);
        connection.refresh().then().statusCode(200);
    }

    @Test
    void rule13_anAnswerOfAGrantThatTheUserReplacedIsRevoked() {
        Connected connection = Connected.at(REVOKING);
        RefreshRequest request = presentation(connection);
        TokenSet late = present(request);
        Connected.on(connection.journey(), "u1");

        keep(request, late);

        await().untilAsserted(
                        () -> assertThat(deadGrants(connection)).containsExactly(false, true));
        connection.refresh().then().statusCode(200);
    }

    @Test
    void rule13_anAnswerOfAConnectionThatIsGoneIsRevoked() {
        Connected connection = Connected.at(REVOKING);
        RefreshRequest request = presentation(connection);
        TokenSet late = present(request);
        connection.sql("DELETE FROM connection WHERE id = $1");

        keep(request, late);

        await().untilAsserted(() -> assertThat(deadGrants(connection)).containsExactly(true));
    }

    private TokenSet present(RefreshRequest request) {
        Deadline deadline = Deadline.within(Deadline.CALL);
        TokenResponse response =
                Presenter.await(
                        endpoint.refresh(
                                request.client().credentials(), request.refreshToken(), deadline));
        return ((TokenResponse.Issued) response).tokens();
    }

    private void keep(RefreshRequest request, TokenSet tokens) {
        Presenter.await(results.succeeded(request, tokens, Presenter.place(request)));
    }

    /** Of each grant at the provider, the newest first, whether it is dead. */
    private static List<Boolean> deadGrants(Connected connection) {
        return connection.sandbox().grants(connection.clientId()).stream()
                .map(grant -> grant.getString("dead_since") != null)
                .toList();
    }
}
