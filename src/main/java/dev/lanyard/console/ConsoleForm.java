package dev.lanyard.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form of the console.
 *
 * @param action where it is sent, below {@code /console}
 * @param sends whether it changes something: a POST with the session's token; else a GET
 * @param button what pressing it does
 * @param warning said beside a box that must be ticked first; null: nothing is lost by it
 */
public record ConsoleForm(
        String action,
        boolean sends,
        String button,
        List<ConsoleField> fields,
        @Nullable String warning) {

    /** A button that leads to a page, and changes nothing. */
    public static ConsoleForm leading(String action, String button, ConsoleField... fields) {
        return new ConsoleForm(action, false, button, List.of(fields), null);
    }

    /** A button that does something. */
    public static ConsoleForm button(String action, String button) {
        return new ConsoleForm(action, true, button, List.of(), null);
    }

    /** A button that does something which cannot be undone. */
    public static ConsoleForm danger(String action, String button, String warning) {
        return new ConsoleForm(action, true, button, List.of(), warning);
    }

    /** Fields to fill in, and a button. */
    public static ConsoleForm of(String action, String button, ConsoleField... fields) {
        return new ConsoleForm(action, true, button, List.of(fields), null);
    }

    /** Fields that choose what a list shows. */
    public static ConsoleForm filter(String action, ConsoleField... fields) {
        return new ConsoleForm(action, false, "Show", List.of(fields), null);
    }
}
