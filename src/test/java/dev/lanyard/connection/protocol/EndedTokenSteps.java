package dev.lanyard.connection.protocol;

import dev.lanyard.connection.protocol.Checker.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rule 27 for one connection: a provider at which a refresh ends the access token before it, a
 * refresh that may be lost on either way, a reader, and a caller who goes on using what it was
 * given.
 */
final class EndedTokenSteps {
    /** A part of the rule that can be taken out. */
    enum Serving {
        NOT_GOOD_ONCE_PRESENTED,
        MARKED_BEFORE_IT_IS_SENT,
        GOOD_AGAIN_ONLY_IF_UNCONSUMED,
        NOT_AHEAD_OF_NEED
    }

    /** The request for other tokens. */
    enum Call {
        NONE,
        BEGUN,
        BEGUN_AGAIN,
        SENT,
        TAKEN
    }

    private static final int TOKENS = 3;

    /**
     * A moment.
     *
     * @param live the number of the access token that works at the provider
     * @param stored the one that the row has
     * @param marked the row says that its refresh token was presented
     * @param held the one that a caller was given last; -1: none
     * @param expired the stored one has come to its own end
     */
    record Serve(
            int live,
            int stored,
            boolean marked,
            Call call,
            int held,
            boolean expired,
            String violation) {

        static Serve first() {
            return new Serve(0, 0, false, Call.NONE, -1, false, "");
        }

        Serve violating(boolean broken, String invariant) {
            return broken && violation.isEmpty()
                    ? new Serve(live, stored, marked, call, held, expired, invariant)
                    : this;
        }
    }

    private final Set<Serving> rules;
    private final List<Move<Serve>> moves = new ArrayList<>();
    private final Serve now;

    private EndedTokenSteps(Serve now, Set<Serving> rules) {
        this.now = now;
        this.rules = rules;
    }

    static List<Move<Serve>> from(Serve serve, Set<Serving> rules) {
        EndedTokenSteps steps = new EndedTokenSteps(serve, rules);
        steps.read();
        steps.begin();
        steps.send();
        steps.take();
        steps.end();
        steps.expire();
        return steps.moves;
    }

    private void add(String what, Serve next) {
        moves.add(new Move<>(what, next));
    }

    private void read() {
        boolean good =
                !now.expired()
                        && !(now.marked() && rules.contains(Serving.NOT_GOOD_ONCE_PRESENTED));
        if (good) {
            Serve given =
                    new Serve(
                            now.live(),
                            now.stored(),
                            now.marked(),
                            now.call(),
                            now.stored(),
                            false,
                            "");
            add(
                    "a reader is given it",
                    given.violating(now.stored() != now.live(), "a dead token is given out"));
        }
    }

    private void begin() {
        if (now.call() != Call.NONE || now.live() >= TOKENS) {
            return;
        }
        if (now.expired() || !rules.contains(Serving.NOT_AHEAD_OF_NEED)) {
            add("a refresh begins", begun(now.held()));
        }
        add("who holds it asks for one that is good for longer", begun(-1));
    }

    private Serve begun(int held) {
        boolean marked = now.marked() || rules.contains(Serving.MARKED_BEFORE_IT_IS_SENT);
        Call call = now.marked() ? Call.BEGUN_AGAIN : Call.BEGUN;
        return new Serve(now.live(), now.stored(), marked, call, held, now.expired(), "");
    }

    /** What was provably not sent restores the mark that was found (rule 17). */
    private void send() {
        if (now.call() == Call.BEGUN || now.call() == Call.BEGUN_AGAIN) {
            add("it is sent", with(Call.SENT, now.marked()));
            add("it cannot be sent", with(Call.NONE, now.call() == Call.BEGUN_AGAIN));
        }
    }

    /** The provider's side of it. */
    private void take() {
        if (now.call() == Call.SENT) {
            Serve taken =
                    new Serve(
                            now.live() + 1,
                            now.stored(),
                            now.marked(),
                            Call.TAKEN,
                            now.held(),
                            now.expired(),
                            "");
            boolean used = now.held() == now.live() && !now.expired();
            add("the provider takes it", taken.violating(used, "a token ends that somebody holds"));
            add("it is lost on the way", with(Call.NONE, now.marked() && keepsTheMark()));
        }
    }

    private boolean keepsTheMark() {
        return rules.contains(Serving.GOOD_AGAIN_ONLY_IF_UNCONSUMED);
    }

    private void end() {
        if (now.call() == Call.TAKEN) {
            add(
                    "its response is stored",
                    new Serve(now.live(), now.live(), false, Call.NONE, now.held(), false, ""));
            add("its response is lost", with(Call.NONE, now.marked() && keepsTheMark()));
        }
    }

    private void expire() {
        if (!now.expired()) {
            add(
                    "it comes to its end",
                    new Serve(
                            now.live(),
                            now.stored(),
                            now.marked(),
                            now.call(),
                            now.held(),
                            true,
                            ""));
        }
    }

    private Serve with(Call call, boolean marked) {
        return new Serve(now.live(), now.stored(), marked, call, now.held(), now.expired(), "");
    }
}
