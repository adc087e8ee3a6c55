package dev.lanyard.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell commands of pages, in their order. */
final class CommandBlocks {
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    /** What builds or starts Lanyard itself: it is running. */
    private static final Pattern STARTS =
            Pattern.compile("^(\\./mvnw|java -jar|docker|cd) .*\n?", Pattern.MULTILINE);

    private CommandBlocks() {}

    static List<String> of(String... pages) {
        List<String> blocks = new ArrayList<>();
        for (String page : pages) {
            Matcher block = SHELL.matcher(text(page));
            while (block.find()) {
                String commands = STARTS.matcher(block.group(1)).replaceAll("");
                if (!commands.isBlank()) {
                    blocks.add(commands);
                }
            }
        }
        return blocks;
    }

    private static String text(String page) {
        try {
            return Files.readString(Path.of(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
