package dev.lanyard.connection.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Visits every state that can be reached, breadth first, so that a counterexample is shortest.
 *
 * @param <S> a state of the model
 */
final class Checker<S> {
    private final Function<S, List<Move<S>>> steps;
    private final Function<S, String> violations;
    private final Map<S, Came<S>> seen = new HashMap<>();
    private final Deque<S> ahead = new ArrayDeque<>();

    private Checker(Function<S, List<Move<S>>> steps, Function<S, String> violations) {
        this.steps = steps;
        this.violations = violations;
    }

    /** What may happen next. */
    record Move<S>(String what, S next) {}

    private record Came<S>(S from, String by) {}

    /**
     * What came of a search.
     *
     * @param states how many were visited
     * @param violation the first found, with the steps that lead to it; empty: none is reachable
     */
    record Result(int states, Optional<Violation> violation) {}

    record Violation(String invariant, List<String> trace) {
        @Override
        public String toString() {
            return invariant + "\n  " + String.join("\n  ", trace);
        }
    }

    /**
     * Searches.
     *
     * @param violations the invariant that a state breaks; empty: none
     */
    static <S> Result check(
            S first, Function<S, List<Move<S>>> steps, Function<S, String> violations) {
        return new Checker<>(steps, violations).search(first);
    }

    private Result search(S first) {
        seen.put(first, new Came<>(first, "it begins"));
        ahead.add(first);
        while (!ahead.isEmpty()) {
            S state = ahead.remove();
            if (!violations.apply(state).isEmpty()) {
                return new Result(
                        seen.size(),
                        Optional.of(new Violation(violations.apply(state), trace(state))));
            }
            for (Move<S> step : steps.apply(state)) {
                if (seen.putIfAbsent(step.next(), new Came<>(state, step.what())) == null) {
                    ahead.add(step.next());
                }
            }
        }
        return new Result(seen.size(), Optional.empty());
    }

    private List<String> trace(S last) {
        LinkedList<String> trace = new LinkedList<>();
        S state = last;
        for (Came<S> came = seen.get(state); came.from() != state; came = seen.get(state)) {
            trace.addFirst(came.by() + "   [" + state + "]");
            state = came.from();
        }
        return trace;
    }
}
