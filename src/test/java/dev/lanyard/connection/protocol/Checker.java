package dev.lanyard.connection.protocol;

import dev.lanyard.connection.protocol.Steps.Rule;
import dev.lanyard.connection.protocol.Steps.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Visits every state that can be reached, breadth first, so that a counterexample is shortest. */
final class Checker {
    private final Set<Rule> rules;
    private final Map<State, Came> seen = new HashMap<>();
    private final Deque<State> ahead = new ArrayDeque<>();

    private Checker(Set<Rule> rules) {
        this.rules = rules;
    }

    private record Came(State from, String by) {}

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

    static Result check(State first, Set<Rule> rules) {
        return new Checker(rules).search(first);
    }

    private Result search(State first) {
        seen.put(first, new Came(first, "it begins"));
        ahead.add(first);
        while (!ahead.isEmpty()) {
            State state = ahead.remove();
            if (!state.violation().isEmpty()) {
                return new Result(
                        seen.size(), Optional.of(new Violation(state.violation(), trace(state))));
            }
            for (Step step : Steps.from(state, rules)) {
                if (seen.putIfAbsent(step.next(), new Came(state, step.what())) == null) {
                    ahead.add(step.next());
                }
            }
        }
        return new Result(seen.size(), Optional.empty());
    }

    private List<String> trace(State last) {
        LinkedList<String> trace = new LinkedList<>();
        State state = last;
        for (Came came = seen.get(state); came.from() != state; came = seen.get(state)) {
            trace.addFirst(came.by() + "   [" + state + "]");
            state = came.from();
        }
        return trace;
    }
}
