package dev.lanyard.connection.protocol;

import dev.lanyard.connection.protocol.Checker.Move;
import dev.lanyard.connection.protocol.State.At;
import dev.lanyard.connection.protocol.State.Lease;
import dev.lanyard.connection.protocol.State.Mark;
import dev.lanyard.connection.protocol.State.Provider;
import dev.lanyard.connection.protocol.State.Replica;
import dev.lanyard.connection.protocol.State.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The protocol, step by step, and what must hold after each. Its user never revokes anything. */
final class Steps {
    private static final int LAST_TOKEN = 2;

    /** A rule that can be taken out, to see what it is good for. */
    enum Rule {
        FENCING,
        WRITE_AHEAD_MARK,
        COMPARE_AND_SET,
        LEASE_LONGER_THAN_CALL,
        NEVER_SENT_AFTER_DEADLINE,
        TWO_MINUTES_WITHOUT_GRACE
    }

    private final Set<Rule> rules;
    private final List<Move<State>> steps = new ArrayList<>();
    private State now;

    private Steps(State now, Set<Rule> rules) {
        this.now = now;
        this.rules = rules;
    }

    /** Everything that can happen next, under these rules. */
    static List<Move<State>> from(State state, Set<Rule> rules) {
        Steps all = new Steps(state, rules);
        all.of(true);
        all.of(false);
        all.clock();
        all.world();
        return all.steps;
    }

    private void add(String what, State next) {
        State checked =
                next.violating(
                        !next.accepted() && next.provider().killed(), "a replay killed the grant");
        checked =
                checked.violating(
                        !next.accepted() && !next.inHand() && !next.alive(), "the grant is lost");
        steps.add(new Move<>(what, checked));
    }

    private void of(boolean first) {
        String name = first ? "A" : "B";
        Replica me = now.replica(first);
        switch (me.at()) {
            case IDLE -> take(first, name);
            case HOLDING -> {
                send(first, name, me);
                add(name + " does not send", now.with(first, me.to(At.UNSENT)));
            }
            case SENT -> sent(first, name, me);
            case ISSUED -> {
                store(first, name, me);
                add(
                        name + "'s answer is lost",
                        now.with(first, me.to(At.UNANSWERED)).accepting(isLoss(me)));
            }
            default -> record(first, name, me);
        }
        if (me.at() != At.IDLE) {
            State crashed = now.with(first, Replica.IDLE).accepting(isLoss(me));
            add(name + " crashes", me.at() == At.SENT ? crashed.orphan(me.token()) : crashed);
        }
    }

    /** Without grace, an answer that does not arrive is an accepted loss. */
    private boolean isLoss(Replica me) {
        return !now.provider().hasGrace() && me.is(At.ISSUED, now.row().token());
    }

    /** Rules 2, 14, 15, 16. */
    private void take(boolean first, String name) {
        Row row = now.row();
        boolean marked = row.mark() != Mark.NONE;
        boolean quiet =
                row.lease() == Lease.SETTLED || !rules.contains(Rule.TWO_MINUTES_WITHOUT_GRACE);
        boolean allowed = !marked || now.provider().hasGrace() || quiet;
        if (row.dead() || row.token() > LAST_TOKEN || row.lease() == Lease.HELD || !allowed) {
            return;
        }
        Replica me = new Replica(At.HOLDING, row.token(), true, row.mark(), row.lease(), true);
        Mark mark = !rules.contains(Rule.WRITE_AHEAD_MARK) || marked ? row.mark() : Mark.IN_GRACE;
        add(
                name + " takes lease, fence and mark",
                now.with(new Row(row.token(), mark, Lease.HELD, false))
                        .with(!first, now.replica(!first).unfenced())
                        .with(first, me));
    }

    /** Rules 3 and 4. */
    private void send(boolean first, String name, Replica me) {
        if (!me.inTime() && rules.contains(Rule.NEVER_SENT_AFTER_DEADLINE)) {
            return;
        }
        State sent = now.with(first, me.to(At.SENT));
        if (me.token() == now.row().token()) {
            boolean again = now.open() > 0;
            boolean tooSoon = !now.provider().hasGrace() && me.foundLease() != Lease.SETTLED;
            sent =
                    sent.opened(Math.min(2, now.open() + 1))
                            .violating(
                                    now.replica(!first).is(At.SENT, me.token()),
                                    "two presentations of one token at once")
                            .violating(
                                    again && me.foundMark() == Mark.NONE,
                                    "presented again, and its presenter does not know")
                            .violating(again && tooSoon, "presented again too soon without grace");
        }
        add(name + " sends", sent);
    }

    private void sent(boolean first, String name, Replica me) {
        boolean taken = now.provider().takes(me.token());
        add(
                "the provider " + (taken ? "issues to " : "refuses ") + name,
                now.with(now.provider().presented(me.token()))
                        .with(first, me.to(taken ? At.ISSUED : At.REFUSED)));
        State lost = now.with(first, me.to(At.UNANSWERED));
        add(name + "'s request is lost", lost);
        add(name + "'s request is given up on its way", lost.orphan(me.token()));
        boolean counts = me.token() == now.row().token();
        add(
                "the provider answers 429 to " + name,
                now.with(first, me.to(At.UNSENT)).opened(now.open() - (counts ? 1 : 0)));
    }

    /** Rules 9 and 12. */
    private void store(boolean first, String name, Replica me) {
        State done = now.with(first, Replica.IDLE);
        if (me.token() != now.row().token() && rules.contains(Rule.COMPARE_AND_SET)) {
            add(name + "'s answer comes second", done);
            return;
        }
        int token = me.token() + 1;
        add(
                name + " stores",
                done.with(new Row(token, Mark.NONE, Lease.FREE, false))
                        .opened(0)
                        .violating(token <= now.row().token(), "an older token was put back"));
    }

    /** Rules 10, 14, 16, 17, 18. */
    private void record(boolean first, String name, Replica me) {
        State done = now.with(first, Replica.IDLE);
        Row row = now.row();
        boolean current = me.fenced() || !rules.contains(Rule.FENCING);
        if (!current || me.token() != row.token()) {
            add(name + " may not record " + me.at(), done);
        } else if (me.at() == At.UNSENT) {
            add(
                    name + " restores what it found",
                    done.with(new Row(row.token(), me.foundMark(), me.foundLease(), row.dead())));
        } else if (me.at() == At.UNANSWERED || waitsForGrace(me)) {
            add(
                    name + " records " + me.at(),
                    done.with(new Row(row.token(), row.mark(), Lease.RUN_OUT, row.dead())));
        } else {
            add(name + " calls the grant dead", died(done, me));
        }
    }

    private boolean waitsForGrace(Replica me) {
        return now.provider().hasGrace() && me.foundMark() == Mark.IN_GRACE;
    }

    private State died(State done, Replica me) {
        Row row = now.row();
        return done.with(new Row(row.token(), row.mark(), Lease.RUN_OUT, true))
                .violating(
                        !now.accepted() && me.foundMark() == Mark.NONE,
                        "called revoked, and nobody revoked it")
                .violating(
                        !now.accepted() && (now.alive() || now.inHand()),
                        "called dead, and it is alive");
    }

    private void clock() {
        Row row = now.row();
        boolean calling = now.a().at() == At.SENT || now.b().at() == At.SENT;
        if (row.lease() == Lease.HELD
                && !(calling && rules.contains(Rule.LEASE_LONGER_THAN_CALL))) {
            add(
                    "the lease runs out",
                    now.with(new Row(row.token(), row.mark(), Lease.RUN_OUT, row.dead()))
                            .with(true, now.a().late())
                            .with(false, now.b().late()));
        }
        if (row.lease() == Lease.RUN_OUT && !now.provider().hasGrace() && !calling) {
            add(
                    "2 minutes pass",
                    now.with(new Row(row.token(), row.mark(), Lease.SETTLED, row.dead()))
                            .orphaned(Set.of())
                            .accepting(now.outstanding()));
        }
        if (now.provider().hasGrace() && row.lease() != Lease.HELD && !calling) {
            graceEnds(row);
        }
    }

    private void graceEnds(Row row) {
        Provider old = now.provider();
        Mark mark = row.mark() == Mark.NONE ? Mark.NONE : Mark.OVER;
        add(
                "the grace ends",
                now.with(new Row(row.token(), mark, row.lease(), row.dead()))
                        .with(new Provider(true, old.newest(), old.oldest(), true, old.killed()))
                        .orphaned(Set.of())
                        .accepting(now.outstanding()));
    }

    private void world() {
        for (int token : now.orphans()) {
            Set<Integer> left = new TreeSet<>(now.orphans());
            left.remove(token);
            State read = now.with(now.provider().presented(token)).orphaned(Set.copyOf(left));
            boolean unheard = !now.provider().hasGrace() && read.outstanding();
            add("the provider reads a request whose sender is gone", read.accepting(unheard));
        }
        if (!now.reconnected()) {
            add("the user connects again", now.reconnect());
        }
    }
}
