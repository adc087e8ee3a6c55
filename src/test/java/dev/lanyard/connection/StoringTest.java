package dev.lanyard.connection;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.STRICT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.provider.Client;
import dev.lanyard.provider.Clients;
import dev.lanyard.token.TokenSet;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules of the row: who may store, who may only record, and what is kept. */
@QuarkusTest
class StoringTest {
    @Inject Leases leases;
    @Inject Answers answers;
    @Inject Failures failures;
    @Inject Clients clients;
    @Inject Vault vault;

    /** Rule 2. */
    @Test
    void oneHolderAtATimeAndTheMarkIsTheFirstPresentation() {
        Connected connection = Connected.at(GRACE);
        Lease first = lease(connection).orElseThrow();

        assertThat(lease(connection)).isEmpty();
        connection.passes("21 seconds");
        Lease second = lease(connection).orElseThrow();

        assertThat(second.fence()).isEqualTo(first.fence() + 1);
        assertThat(first.outstanding()).isFalse();
        assertThat(second.outstanding()).isTrue();
        assertThat(connection.row().getOffsetDateTime("presented_at"))
                .isEqualTo(second.foundMark());
    }

    /** Rule 9: whoever holds the lease by then. */
    @Test
    void aLateHolderStoresItsGoodAnswer() {
        Connected connection = Connected.at(GRACE);
        Presentation presentation = presentation(connection);
        assertThat(lease(connection)).isPresent();
        connection.passes("21 seconds");
        assertThat(lease(connection)).isPresent();

        assertThat(store(presentation, "late")).isTrue();

        Row row = connection.row();
        assertThat(row.getOffsetDateTime("presented_at")).isNull();
        assertThat(row.getOffsetDateTime("lease_until")).isNull();
        assertThat(connection.accessToken()).isEqualTo("late");
    }

    /** Rule 10: a stopped holder that wakes up late calls no grant dead. */
    @Test
    void aLateHolderRecordsNoFailure() {
        Connected connection = Connected.at(GRACE);
        Lease late = lease(connection).orElseThrow();
        connection.passes("21 seconds");
        assertThat(lease(connection)).isPresent();

        boolean recorded = await(failures.record(late, dead()));

        assertThat(recorded).isFalse();
        assertThat(connection.status()).isEqualTo("active");
    }

    /** Rule 10: nor after the other stored. */
    @Test
    void aFailureOfAVersionThatIsGoneIsNotRecorded() {
        Connected connection = Connected.at(GRACE);
        Presentation presentation = presentation(connection);
        Lease lease = lease(connection).orElseThrow();
        store(presentation, "new");

        assertThat(await(failures.record(lease, dead()))).isFalse();
        assertThat(connection.status()).isEqualTo("active");
    }

    /** Rule 12. */
    @Test
    void aSecondAnswerOfTheSameVersionIsKeptAsItsSpareUntilTheNextSuccess() {
        Connected connection = Connected.at(GRACE);
        Presentation presentation = presentation(connection);
        store(presentation, "first");

        assertThat(store(presentation, "second")).isFalse();
        assertThat(await(answers.keepSpare(presentation, sealed(presentation, "second")))).isTrue();
        assertThat(connection.row().getBuffer("spare")).isNotNull();

        store(presentation(connection), "third");
        assertThat(connection.row().getBuffer("spare")).isNull();
    }

    /** Rule 12: what the user brought anew has no spare. */
    @Test
    void anAnswerOfAVersionThatTheUserReplacedIsNotKept() {
        Connected connection = Connected.at(GRACE);
        Presentation presentation = presentation(connection);
        Connected.on(connection.journey(), "u1");

        assertThat(store(presentation, "old")).isFalse();
        assertThat(await(answers.keepSpare(presentation, sealed(presentation, "old")))).isFalse();
    }

    /** Rule 12: before the grant is called dead, the spare is tried once. */
    @Test
    void theSpareTakesThePlaceOfARefusedRefreshToken() {
        Connected connection = Connected.at(STRICT);
        Presentation presentation = presentation(connection);
        String good = presentation.refreshToken();
        store(presentation, "first");
        await(answers.keepSpare(presentation, sealed(presentation, tokens("second", good))));

        connection.refresh().then().statusCode(200);

        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.outcomes()).startsWith("issued", "refused");
    }

    /** Rule 1. */
    @Test
    void onlyNewTokensRaiseTheVersion() {
        Connected connection = Connected.at(GRACE);
        long before = connection.row().getLong("version");
        Lease lease = lease(connection).orElseThrow();
        await(failures.record(lease, dead()));
        connection
                .journey()
                .api()
                .body("{\"metadata\":{\"a\":1}}")
                .patch("/v1/connections/" + connection.id());

        assertThat(connection.row().getLong("version")).isEqualTo(before);
    }

    private static Failure dead() {
        return Failure.dead(new Verdict.Dead("refused", "grant_revoked", "test"));
    }

    private Optional<Lease> lease(Connected connection) {
        Snapshot row = look(connection);
        return await(leases.take(row, client(row).provider(), true));
    }

    private Presentation presentation(Connected connection) {
        Snapshot row = look(connection);
        DataKey key = await(vault.dataKey(row.connection().tenantId()));
        return new Presentation(row, client(row), key, row.open(key), true);
    }

    private Client client(Snapshot row) {
        return await(clients.of(row.connection().tenantId(), row.profileId()));
    }

    private Snapshot look(Connected connection) {
        String tenantId = connection.row().getString("tenant_id");
        return await(leases.look(new ConnectionRef(tenantId, connection.id()))).orElseThrow();
    }

    private boolean store(Presentation presentation, String accessToken) {
        return await(answers.store(presentation, sealed(presentation, accessToken)));
    }

    private static SealedTokens sealed(Presentation presentation, String accessToken) {
        return sealed(presentation, tokens(accessToken, "made-up-" + accessToken));
    }

    private static SealedTokens sealed(Presentation presentation, TokenSet tokens) {
        return SealedTokens.seal(
                presentation.key(),
                presentation.connection().id(),
                tokens,
                presentation.provider());
    }

    private static TokenSet tokens(String accessToken, String refreshToken) {
        return new TokenSet(
                accessToken,
                "bearer",
                Optional.of(refreshToken),
                Optional.of(Duration.ofHours(2)),
                Duration.ZERO,
                Optional.empty());
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(10));
    }
}
