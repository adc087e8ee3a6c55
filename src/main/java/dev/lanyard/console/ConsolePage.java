package dev.lanyard.console;

import static java.util.stream.Collectors.joining;

import dev.lanyard.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the console: what a room has to show, in blocks that the one template lays out.
 *
 * @param title what the page is about
 * @param section where it stands in the navigation
 * @param notice what came of the last form; null: nothing to say
 */
public record ConsolePage(
        String title, ConsoleSection section, @Nullable String notice, List<ConsoleBlock> blocks) {

    /** A page that says nothing of a form. */
    public static ConsolePage of(String title, ConsoleSection section, ConsoleBlock... blocks) {
        return new ConsolePage(title, section, null, Arrays.asList(blocks));
    }

    /** The same page with something to say. */
    public ConsolePage saying(@Nullable String text) {
        return new ConsolePage(title, section, text, blocks);
    }

    /** The same page, saying why a form was refused. */
    public ConsolePage refused(ProblemException problem) {
        String errors =
                problem.errors().stream()
                        .map(error -> error.field() + " " + error.message())
                        .collect(joining("; "));
        return saying(errors.isEmpty() ? problem.detail() : errors);
    }

    /** The same page with one block before the others. */
    public ConsolePage ledBy(ConsoleBlock block) {
        List<ConsoleBlock> all = new ArrayList<>(blocks);
        all.add(0, block);
        return new ConsolePage(title, section, notice, all);
    }

    /** The same page with one block more. */
    public ConsolePage with(ConsoleBlock block) {
        List<ConsoleBlock> all = new ArrayList<>(blocks);
        all.add(block);
        return new ConsolePage(title, section, notice, all);
    }
}
