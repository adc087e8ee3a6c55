package dev.lanyard.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows under their headings.
 *
 * @param empty what to do while there are none
 * @param next the page with the rows that follow; null: these are the last
 */
public record ConsoleTable(
        List<String> headings, List<List<ConsoleCell>> rows, String empty, @Nullable String next) {}
