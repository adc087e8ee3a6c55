package dev.lanyard.connection.protocol;

import dev.lanyard.connection.protocol.Checker.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rule 28 for one connection: a provider that brings a refresh token or brings none, at a consent
 * and at a refresh, and an access token that ends. Nobody reads; the sweep looks from time to time.
 */
final class EndingSteps {
    /** A part of the rule that can be taken out. */
    enum Ending {
        THE_STORED_ONE_IS_KEPT,
        SAID_AT_ONCE,
        TOLD_UNASKED,
        A_NEW_ONE_TAKES_THE_END_BACK
    }

    /** What the connection says of itself. */
    enum Status {
        ACTIVE,
        DEGRADED,
        RECONNECT_REQUIRED
    }

    /**
     * A moment.
     *
     * @param kept the row has the refresh token that works
     * @param brought the provider ever gave one that still works
     * @param expired the access token's end has come
     * @param endNoted the row says when the connection ends
     * @param told how often its end was told, since it last worked
     * @param consents how often the user came, of at most three
     */
    record Moment(
            boolean kept,
            boolean brought,
            boolean expired,
            boolean endNoted,
            Status status,
            int told,
            int consents,
            String violation) {

        static Moment first() {
            return new Moment(false, false, true, false, Status.RECONNECT_REQUIRED, 1, 0, "");
        }

        Moment violating(boolean broken, String invariant) {
            return broken && violation.isEmpty()
                    ? new Moment(
                            kept, brought, expired, endNoted, status, told, consents, invariant)
                    : this;
        }
    }

    private final Set<Ending> rules;
    private final List<Move<Moment>> moves = new ArrayList<>();
    private final Moment now;

    private EndingSteps(Moment now, Set<Ending> rules) {
        this.now = now;
        this.rules = rules;
    }

    static List<Move<Moment>> from(Moment moment, Set<Ending> rules) {
        EndingSteps steps = new EndingSteps(moment, rules);
        for (boolean brings : new boolean[] {true, false}) {
            steps.consent(brings);
            steps.refresh(brings);
        }
        steps.time();
        steps.sweep();
        return steps.moves;
    }

    private void add(String what, Moment next) {
        moves.add(
                new Move<>(
                        what,
                        next.violating(next.brought() && !next.kept(), "a refresh token is lost")
                                .violating(
                                        next.kept() && next.status() != Status.ACTIVE,
                                        "it can go on, and says that it cannot")
                                .violating(
                                        !next.kept()
                                                && !next.expired()
                                                && next.status() == Status.ACTIVE,
                                        "it cannot go on, and does not say so")
                                .violating(next.told() > 1, "its end was told twice")));
    }

    private void consent(boolean brings) {
        if (now.consents() < 3) {
            stored("the user consents" + with(brings), brings, now.consents() + 1);
        }
    }

    private void refresh(boolean brings) {
        if (now.kept() && now.status() == Status.ACTIVE) {
            stored("it is refreshed" + with(brings), brings, now.consents());
        }
    }

    private static String with(boolean brings) {
        return brings ? ", with a refresh token" : ", without one";
    }

    /** An access token comes, and with it a refresh token or none. */
    private void stored(String what, boolean brings, int consents) {
        boolean kept = brings || (now.kept() && rules.contains(Ending.THE_STORED_ONE_IS_KEPT));
        boolean ends =
                !kept || (now.endNoted() && !rules.contains(Ending.A_NEW_ONE_TAKES_THE_END_BACK));
        Status said =
                !kept && rules.contains(Ending.SAID_AT_ONCE) ? Status.DEGRADED : Status.ACTIVE;
        add(what, new Moment(kept, now.brought() || brings, false, ends, said, 0, consents, ""));
    }

    private void time() {
        if (!now.expired()) {
            add(
                    "the access token ends",
                    new Moment(
                            now.kept(),
                            now.brought(),
                            true,
                            now.endNoted(),
                            now.status(),
                            now.told(),
                            now.consents(),
                            ""));
        }
    }

    /** It finds what has ended; after it nothing has ended that says otherwise. */
    private void sweep() {
        boolean due = now.expired() && now.endNoted() && rules.contains(Ending.TOLD_UNASKED);
        Moment after =
                due
                        ? new Moment(
                                now.kept(),
                                now.brought(),
                                true,
                                false,
                                Status.RECONNECT_REQUIRED,
                                now.told() + 1,
                                now.consents(),
                                "")
                        : now;
        boolean silent =
                after.expired() && !after.kept() && after.status() != Status.RECONNECT_REQUIRED;
        add("the sweep looks", after.violating(silent, "it has ended, and nobody was told"));
    }
}
