package dev.lanyard.connection.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.protocol.Checker.Result;
import dev.lanyard.connection.protocol.EndedTokenSteps.Serving;
import dev.lanyard.connection.protocol.EndingSteps.Ending;
import dev.lanyard.connection.protocol.ProofSteps.Moment;
import dev.lanyard.connection.protocol.ProofSteps.Order;
import dev.lanyard.connection.protocol.ProofSteps.Proof;
import dev.lanyard.connection.protocol.Steps.Rule;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The refresh protocol over all interleavings of two replicas, a provider, crashes, lost requests
 * and answers, holders that stop for any time, and a user who connects again. That a search without
 * a rule ends in a counterexample shows that the search sees what the rule prevents.
 */
class ProtocolTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsLostWhateverTheOrder(boolean hasGrace) {
        Result result = check(hasGrace, EnumSet.allOf(Rule.class));

        assertThat(result.violation()).as("counterexample").isEmpty();
        assertThat(result.states()).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "FENCING, true",
        "FENCING, false",
        "WRITE_AHEAD_MARK, true",
        "WRITE_AHEAD_MARK, false",
        "COMPARE_AND_SET, true",
        "COMPARE_AND_SET, false",
        "LEASE_LONGER_THAN_CALL, true",
        "NEVER_SENT_AFTER_DEADLINE, true",
        "TWO_MINUTES_WITHOUT_GRACE, false"
    })
    void withoutARuleThereIsACounterexample(Rule rule, boolean hasGrace) {
        Set<Rule> others = EnumSet.complementOf(EnumSet.of(rule));

        Result result = check(hasGrace, others);

        assertThat(result.violation()).isPresent();
        System.out.printf("Without %s: %s%n", rule, result.violation().get());
    }

    private static Result check(boolean hasGrace, Set<Rule> rules) {
        return Checker.check(
                State.first(hasGrace), state -> Steps.from(state, rules), State::violation);
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT_FIRST, true",
        "CLIENT_FIRST, false",
        "CODE_FIRST, true",
        "CODE_FIRST, false",
        "NEITHER, true",
        "NEITHER, false"
    })
    void rule19_noAnswerCondemnsALivingGrantWhateverTheProviderLooksAtFirst(
            Order order, boolean locksOut) {
        Result result = check(order, locksOut, EnumSet.allOf(Proof.class));

        assertThat(result.violation()).as("counterexample").isEmpty();
        assertThat(result.states()).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({
        "PROBE_ABOUT_THE_CODE, NEITHER, false",
        "SECRET_WRONG_ON_PURPOSE, CODE_FIRST, false",
        "RIGHT_SECRET_GOES_LAST, CLIENT_FIRST, true",
        "BURST_IS_HELD, CLIENT_FIRST, false",
        "A_DEAD_GRANTS_TOKEN_IS_KEPT, CLIENT_FIRST, false"
    })
    void rule19_withoutARuleOfProofThereIsACounterexample(
            Proof rule, Order order, boolean locksOut) {
        Result result = check(order, locksOut, EnumSet.complementOf(EnumSet.of(rule)));

        assertThat(result.violation()).isPresent();
    }

    @Test
    void rule28_aConnectionThatCannotGoOnSaysSoAndNoOtherDoes() {
        Result result = check(EnumSet.allOf(Ending.class));

        assertThat(result.violation()).as("counterexample").isEmpty();
        assertThat(result.states()).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void rule28_withoutAPartOfItThereIsACounterexample(Ending part) {
        assertThat(check(EnumSet.complementOf(EnumSet.of(part))).violation()).isPresent();
    }

    @Test
    void rule27_noDeadTokenIsGivenOutAndNoneEndsThatSomebodyHolds() {
        Result result = serve(EnumSet.allOf(Serving.class));

        assertThat(result.violation()).as("counterexample").isEmpty();
        assertThat(result.states()).isGreaterThan(30);
    }

    @ParameterizedTest
    @EnumSource(Serving.class)
    void rule27_withoutAPartOfItThereIsACounterexample(Serving part) {
        assertThat(serve(EnumSet.complementOf(EnumSet.of(part))).violation()).isPresent();
    }

    private static Result serve(Set<Serving> rules) {
        return Checker.check(
                EndedTokenSteps.Serve.first(),
                serve -> EndedTokenSteps.from(serve, rules),
                EndedTokenSteps.Serve::violation);
    }

    private static Result check(Set<Ending> rules) {
        return Checker.check(
                EndingSteps.Moment.first(),
                moment -> EndingSteps.from(moment, rules),
                EndingSteps.Moment::violation);
    }

    private static Result check(Order order, boolean locksOut, Set<Proof> rules) {
        return Checker.check(
                Moment.first(order, locksOut),
                moment -> ProofSteps.from(moment, rules),
                Moment::violation);
    }
}
