package dev.lanyard.connection.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.grant.ConnectionRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeardChangesTest {
    private static final ConnectionRef CONNECTION = new ConnectionRef("ten_a", "conn_a");
    private static final ConnectionRef SIBLING = new ConnectionRef("ten_a", "conn_b");
    private static final ConnectionRef FOREIGN = new ConnectionRef("ten_b", "conn_a");

    private final HeardStandIn heard = new HeardStandIn();
    private final HeardChanges changes = heard.changes();

    @Test
    void knowNothingBeforeTheFirstProof() {
        assertThat(changes.isCurrent()).isFalse();

        heard.prove();

        assertThat(changes.isCurrent()).isTrue();
    }

    /** What was committed while the question was on its way may be missing. */
    @Test
    void rule26_areCurrentForLessThanASecondFromWhenTheQuestionWasSent() {
        heard.prove();
        long asked = heard.nanos();
        heard.pass(800);
        changes.prove(asked);

        assertThat(changes.isCurrent()).isTrue();
        assertThat(heard.pass(99).changes().isCurrent()).isTrue();
        assertThat(heard.pass(1).changes().isCurrent()).isFalse();
    }

    @Test
    void areNotMadeOlderByALateAnswer() {
        long early = heard.nanos();
        heard.pass(500).prove();

        changes.prove(early);

        assertThat(heard.pass(800).changes().isCurrent()).isTrue();
    }

    @Test
    void rule26_areNotProvedByAQuestionFromBeforeTheLoss() {
        heard.prove();
        long before = heard.pass(10).nanos();
        heard.pass(10).deafen();

        changes.prove(before);
        assertThat(changes.isCurrent()).isFalse();

        heard.pass(10).prove();
        assertThat(changes.isCurrent()).isTrue();
    }

    @Test
    void areCountedByConnection() {
        long own = changes.of(CONNECTION);
        long sibling = changes.of(SIBLING);
        long foreign = changes.of(FOREIGN);
        long tenant = changes.of("ten_a");

        heard.hear(CONNECTION);

        assertThat(changes.of(CONNECTION)).isGreaterThan(own);
        assertThat(changes.of(SIBLING)).isEqualTo(sibling);
        assertThat(changes.of(FOREIGN)).isEqualTo(foreign);
        assertThat(changes.of("ten_a")).isEqualTo(tenant);
    }

    @Test
    void rule26_areCountedByTenant() {
        long own = changes.of(CONNECTION);
        long sibling = changes.of(SIBLING);
        long foreign = changes.of(FOREIGN);

        heard.hear("ten_a");

        assertThat(changes.of(CONNECTION)).isGreaterThan(own);
        assertThat(changes.of(SIBLING)).isGreaterThan(sibling);
        assertThat(changes.of(FOREIGN)).isEqualTo(foreign);
    }

    @Test
    void rule26_areOfEverythingWhenNothingIsHeardAnyMore() {
        long foreign = changes.of(FOREIGN);
        long tenant = changes.of("ten_a");

        heard.deafen();

        assertThat(changes.of(FOREIGN)).isGreaterThan(foreign);
        assertThat(changes.of("ten_a")).isGreaterThan(tenant);
    }

    /** Or a row that is read between the two would be kept as one of before. */
    @Test
    void areCountedBeforeAnybodyIsTold() {
        long before = changes.of(CONNECTION);
        List<Long> counts = new ArrayList<>();
        changes.subscribe(change -> counts.add(changes.of(CONNECTION)));

        heard.hear(CONNECTION);

        assertThat(counts).hasSize(1).allMatch(count -> count > before);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "ten_a conn_a, connection",
                "ten_a, tenant",
                "'', all",
                "' conn_a', all",
                "a b c, all",
                "null, all"
            })
    void areOfEverythingWhenTheyAreNotUnderstood(String payload, String scope) {
        assertThat(HeardChange.of(payload).scope()).isEqualTo(scope);
    }

    @Test
    void aClockThatIsSetOrAMachineThatSleptIsNoticedOnce() {
        long[] difference = {1_000};
        ClockWatch clocks = new ClockWatch(() -> difference[0]);

        difference[0] += 400;
        assertThat(clocks.isJump()).isFalse();
        difference[0] += 600;
        assertThat(clocks.isJump()).isTrue();
        assertThat(clocks.isJump()).isFalse();
        difference[0] -= 3_600_000;
        assertThat(clocks.isJump()).isTrue();
    }
}
