package dev.lanyard.connection.protocol;

import dev.lanyard.connection.protocol.Checker.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rules 18 and 19 for a profile of three grants: what one answer may prove of several. The provider
 * looks at the client first or at the code first, hides dead grants behind "client" or says so, and
 * its client secret may change; it may refuse living grants for a moment.
 */
final class ProofSteps {
    static final int GRANTS = 3;

    /** A rule that can be taken out. */
    enum Proof {
        PROBE_ABOUT_THE_CODE,
        SECRET_WRONG_ON_PURPOSE,
        RIGHT_SECRET_GOES_LAST,
        BURST_IS_HELD,
        A_DEAD_GRANTS_TOKEN_IS_KEPT
    }

    /** How a provider looks at a made-up code. */
    enum Order {
        CLIENT_FIRST,
        CODE_FIRST,
        /** About something else, as a missing parameter. */
        NEITHER
    }

    /** What Lanyard has of a grant. */
    enum Verdict {
        GOOD,
        REFUSED,
        SUSPECT,
        HELD,
        DEAD
    }

    /**
     * A moment.
     *
     * @param alive at the provider, one for each grant
     * @param verdicts what is known of each
     * @param secretWorks what Lanyard has is the client's secret
     * @param locked the provider locks the client out for a while
     * @param fits the provider refuses living grants just now
     * @param refusedFits how many grants it refused so
     * @param proved the client is proved to work
     */
    record Moment(
            Order order,
            boolean locksOut,
            List<Boolean> alive,
            List<Verdict> verdicts,
            boolean secretWorks,
            boolean locked,
            boolean fits,
            int refusedFits,
            boolean proved,
            String violation) {

        static Moment first(Order order, boolean locksOut) {
            return new Moment(
                    order,
                    locksOut,
                    List.of(true, true, true),
                    List.of(Verdict.GOOD, Verdict.GOOD, Verdict.GOOD),
                    true,
                    false,
                    false,
                    0,
                    false,
                    "");
        }

        Moment verdict(int grant, Verdict verdict) {
            List<Verdict> changed = new ArrayList<>(verdicts);
            changed.set(grant, verdict);
            return new Moment(
                    order,
                    locksOut,
                    alive,
                    List.copyOf(changed),
                    secretWorks,
                    locked,
                    fits,
                    refusedFits,
                    proved,
                    violation);
        }

        Moment killed(int grant) {
            List<Boolean> changed = new ArrayList<>(alive);
            changed.set(grant, false);
            return new Moment(
                    order,
                    locksOut,
                    List.copyOf(changed),
                    verdicts,
                    secretWorks,
                    locked,
                    fits,
                    refusedFits,
                    proved,
                    violation);
        }

        Moment secret(boolean works) {
            return new Moment(
                    order,
                    locksOut,
                    alive,
                    verdicts,
                    works,
                    locked,
                    fits,
                    refusedFits,
                    false,
                    violation);
        }

        Moment locked(boolean now) {
            return new Moment(
                    order,
                    locksOut,
                    alive,
                    verdicts,
                    secretWorks,
                    now,
                    fits,
                    refusedFits,
                    proved,
                    violation);
        }

        Moment fits(boolean now) {
            return new Moment(
                    order,
                    locksOut,
                    alive,
                    verdicts,
                    secretWorks,
                    locked,
                    now,
                    refusedFits,
                    proved,
                    violation);
        }

        Moment refusing(int grants) {
            return new Moment(
                    order,
                    locksOut,
                    alive,
                    verdicts,
                    secretWorks,
                    locked,
                    fits,
                    grants,
                    proved,
                    violation);
        }

        Moment proved(boolean now) {
            return new Moment(
                    order,
                    locksOut,
                    alive,
                    verdicts,
                    secretWorks,
                    locked,
                    fits,
                    refusedFits,
                    now,
                    violation);
        }

        Moment violating(boolean broken, String invariant) {
            return broken && violation.isEmpty()
                    ? new Moment(
                            order,
                            locksOut,
                            alive,
                            verdicts,
                            secretWorks,
                            locked,
                            fits,
                            refusedFits,
                            proved,
                            invariant)
                    : this;
        }
    }

    private final Set<Proof> rules;
    private final List<Move<Moment>> moves = new ArrayList<>();
    private final Moment now;

    private ProofSteps(Moment now, Set<Proof> rules) {
        this.now = now;
        this.rules = rules;
    }

    static List<Move<Moment>> from(Moment moment, Set<Proof> rules) {
        ProofSteps steps = new ProofSteps(moment, rules);
        steps.world();
        for (int grant = 0; grant < GRANTS; grant++) {
            steps.present(grant);
        }
        steps.probe();
        return steps.moves;
    }

    private void add(String what, Moment next) {
        boolean lost = false;
        for (int grant = 0; grant < GRANTS; grant++) {
            lost |= next.alive().get(grant) && next.verdicts().get(grant) == Verdict.DEAD;
        }
        moves.add(new Move<>(what, next.violating(lost, "called dead, and it is alive")));
    }

    private void world() {
        if (now.secretWorks()) {
            add("the secret is changed at the provider", now.secret(false));
        }
        if (now.alive().get(0)) {
            add("the first grant is revoked by its user", now.killed(0));
        }
        if (!now.fits() && now.refusedFits() == 0) {
            add("the provider refuses living grants for a moment", now.fits(true));
        }
        if (now.locked()) {
            add("the lock-out ends", now.locked(false));
        }
        if (now.fits() && now.refusedFits() > 0) {
            add("the provider has done with refusing", now.fits(false));
        }
    }

    private void present(int grant) {
        Verdict verdict = now.verdicts().get(grant);
        boolean allowed =
                verdict == Verdict.GOOD
                        || (verdict == Verdict.SUSPECT && now.proved())
                        || (verdict == Verdict.HELD && !now.fits())
                        || (verdict == Verdict.REFUSED && revives());
        if (!allowed) {
            boolean lives = now.alive().get(grant) && verdict == Verdict.REFUSED && works();
            if (lives && !rules.contains(Proof.A_DEAD_GRANTS_TOKEN_IS_KEPT)) {
                add("somebody asks", now.violating(true, "it lives, and nothing brings it back"));
            }
            return;
        }
        if (!now.secretWorks() || now.locked() || !now.alive().get(grant)) {
            // A dead grant is hidden behind "client", the worst that a provider can do.
            boolean proof = verdict == Verdict.SUSPECT;
            Verdict next =
                    verdict == Verdict.REFUSED
                            ? Verdict.REFUSED // it was dead, and stays so
                            : proof ? Verdict.DEAD : Verdict.SUSPECT;
            add(
                    "grant " + grant + " is refused as a client",
                    now.verdict(grant, next).proved(false));
        } else if (now.fits()) {
            refusedInABurst(grant);
        } else {
            add("grant " + grant + " is refreshed", now.verdict(grant, Verdict.GOOD).proved(true));
        }
    }

    /** Rule 18: a dead grant's token is presented once more when somebody asks for it. */
    private boolean revives() {
        return !now.fits() && rules.contains(Proof.A_DEAD_GRANTS_TOKEN_IS_KEPT);
    }

    private boolean works() {
        return now.secretWorks() && !now.locked() && !now.fits();
    }

    /** The third of a burst is seen to be one; those before it are held then, too. */
    private void refusedInABurst(int grant) {
        int refused = now.refusedFits() + 1;
        Moment next = now.verdict(grant, Verdict.REFUSED).refusing(refused);
        boolean burst = refused == GRANTS;
        for (int each = 0; burst && each < GRANTS; each++) {
            if (next.verdicts().get(each) == Verdict.REFUSED) {
                next =
                        next.verdict(
                                each,
                                rules.contains(Proof.BURST_IS_HELD) ? Verdict.HELD : Verdict.DEAD);
            }
        }
        add("grant " + grant + " is refused by its own word", burst ? next.fits(false) : next);
    }

    /** Rule 19: with the right secret, and as the rules say with a wrong one before. */
    private void probe() {
        if (!now.verdicts().contains(Verdict.SUSPECT) || now.locked()) {
            return;
        }
        boolean aboutCode = aboutCode(now.secretWorks());
        boolean taken =
                rules.contains(Proof.PROBE_ABOUT_THE_CODE)
                        ? aboutCode
                        : aboutCode || now.order() == Order.NEITHER;
        if (!taken) {
            add("the made-up code proves nothing", now.proved(false));
        } else if (!rules.contains(Proof.SECRET_WRONG_ON_PURPOSE)) {
            add("the made-up code proves the client", now.proved(true));
        } else if (aboutCode(false) || now.order() == Order.NEITHER && aboutCode) {
            add("the answer does not depend on the secret", now.proved(false));
        } else {
            Moment after = now.locked(now.locksOut());
            boolean last = rules.contains(Proof.RIGHT_SECRET_GOES_LAST) && after.locked();
            boolean silent = now.order() == Order.NEITHER;
            add("the answer depends on the secret", after.proved(!last || silent));
        }
    }

    private boolean aboutCode(boolean secretWorks) {
        return now.order() == Order.CODE_FIRST
                || (now.order() == Order.CLIENT_FIRST && secretWorks);
    }
}
