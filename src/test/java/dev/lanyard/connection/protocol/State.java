package dev.lanyard.connection.protocol;

import java.util.Set;
import java.util.TreeSet;

/**
 * Everything that matters at one moment: the row, two replicas, the provider, requests whose sender
 * is gone, and what only the checker knows. A refresh token is its generation: the one that
 * presenting {@code n} brings is {@code n + 1}.
 *
 * @param orphans requests on the wire whose sender crashed or gave up
 * @param open how often the row's token was presented without provably being left unconsumed
 * @param accepted something happened that the protocol accepts as a loss
 * @param reconnected the user came back already
 * @param violation the invariant that the last step broke; empty: none
 */
record State(
        Row row,
        Replica a,
        Replica b,
        Provider provider,
        Set<Integer> orphans,
        int open,
        boolean accepted,
        boolean reconnected,
        String violation) {

    /** The lease, by the database's clock; {@code SETTLED}: 2 minutes after its end (rule 15). */
    enum Lease {
        FREE,
        HELD,
        RUN_OUT,
        SETTLED
    }

    /** The write-ahead mark; {@code OVER}: older than the grace. */
    enum Mark {
        NONE,
        IN_GRACE,
        OVER
    }

    record Row(int token, Mark mark, Lease lease, boolean dead) {}

    /** Where a replica is; it may stop there for as long as it likes. */
    enum At {
        IDLE,
        HOLDING,
        SENT,
        ISSUED,
        REFUSED,
        UNANSWERED,
        UNSENT
    }

    /**
     * @param token the generation presented
     * @param fenced it was the last to take the lease
     * @param foundMark the mark before its lease
     * @param foundLease the lease before its own
     * @param inTime less than 5 s since the lease's statement
     */
    record Replica(
            At at, int token, boolean fenced, Mark foundMark, Lease foundLease, boolean inTime) {
        static final Replica IDLE = new Replica(At.IDLE, 0, false, Mark.NONE, Lease.FREE, false);

        Replica to(At next) {
            return new Replica(next, token, fenced, foundMark, foundLease, inTime);
        }

        Replica late() {
            return new Replica(at, token, fenced, foundMark, foundLease, false);
        }

        Replica unfenced() {
            return new Replica(at, token, false, foundMark, foundLease, inTime);
        }

        boolean is(At where, int ofToken) {
            return at == where && token == ofToken;
        }
    }

    /**
     * @param newest the last generation it issued
     * @param oldest the grant's first
     * @param graceOver the token before the newest is refused
     * @param killed a replay was seen, and it takes that for theft
     */
    record Provider(boolean hasGrace, int newest, int oldest, boolean graceOver, boolean killed) {
        boolean takes(int token) {
            boolean again = hasGrace && !graceOver && token == newest - 1;
            return !killed && token >= oldest && (token == newest || again);
        }

        Provider presented(int token) {
            if (!takes(token)) {
                boolean replay = !hasGrace && token >= oldest;
                return new Provider(hasGrace, newest, oldest, graceOver, killed || replay);
            }
            return token == newest
                    ? new Provider(hasGrace, newest + 1, oldest, false, false)
                    : this;
        }
    }

    static State first(boolean hasGrace) {
        return new State(
                new Row(1, Mark.NONE, Lease.FREE, false),
                Replica.IDLE,
                Replica.IDLE,
                new Provider(hasGrace, 1, 1, false, false),
                Set.of(),
                0,
                false,
                false,
                "");
    }

    Replica replica(boolean first) {
        return first ? a : b;
    }

    State with(boolean first, Replica replica) {
        return new State(
                row,
                first ? replica : a,
                first ? b : replica,
                provider,
                orphans,
                open,
                accepted,
                reconnected,
                violation);
    }

    State with(Row changed) {
        return new State(changed, a, b, provider, orphans, open, accepted, reconnected, violation);
    }

    State with(Provider changed) {
        return new State(row, a, b, changed, orphans, open, accepted, reconnected, violation);
    }

    State orphaned(Set<Integer> requests) {
        return new State(row, a, b, provider, requests, open, accepted, reconnected, violation);
    }

    State orphan(int token) {
        Set<Integer> more = new TreeSet<>(orphans);
        more.add(token);
        return orphaned(Set.copyOf(more));
    }

    State opened(int presentations) {
        return new State(
                row, a, b, provider, orphans, presentations, accepted, reconnected, violation);
    }

    /** Accepts the loss of an answer, if one is outstanding. */
    State accepting(boolean loss) {
        return new State(
                row, a, b, provider, orphans, open, accepted || loss, reconnected, violation);
    }

    State violating(boolean broken, String invariant) {
        return broken && violation.isEmpty()
                ? new State(row, a, b, provider, orphans, open, accepted, reconnected, invariant)
                : this;
    }

    /** The user came back: a new grant, whatever was under way for the former one. */
    State reconnect() {
        int token = provider.newest() + 1;
        Row fresh = new Row(token, Mark.NONE, Lease.FREE, false);
        Provider granted = new Provider(provider.hasGrace(), token, token, false, false);
        return new State(fresh, a, b, granted, orphans, 0, false, true, "");
    }

    boolean outstanding() {
        return provider.newest() > row.token();
    }

    /** The provider would take the row's token. */
    boolean alive() {
        return provider.takes(row.token());
    }

    /** A replica has the answer to the row's token, and will store it. */
    boolean inHand() {
        return a.is(At.ISSUED, row.token()) || b.is(At.ISSUED, row.token());
    }

    @Override
    public String toString() {
        return "row %d %s %s%s | A %s | B %s | provider %d%s%s"
                .formatted(
                        row.token(),
                        row.mark(),
                        row.lease(),
                        row.dead() ? " dead" : "",
                        a.at(),
                        b.at(),
                        provider.newest(),
                        provider.killed() ? " killed" : "",
                        accepted ? " (loss accepted)" : "");
    }
}
