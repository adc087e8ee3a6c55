package dev.lanyard.provider;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mistakes of one entry. Reading stops at the first one; it is noted, and the entry is read
 * again as if that field were right, until nothing else is wrong: so all of them are told at once.
 */
final class YamlMistakes {
    private static final int MOST = 50;

    private final String file;
    private final Map<String, String> byPath = new LinkedHashMap<>();

    YamlMistakes(String file) {
        this.file = file;
    }

    /** A field that is wrong, which ends this reading. */
    static final class YamlMistakeException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private final String path;

        YamlMistakeException(String file, String path, String what) {
            super(file + ": " + path + ": " + what);
            this.path = path;
        }
    }

    /** What to throw when a field is wrong. */
    YamlMistakeException refuse(String path, String what) {
        return new YamlMistakeException(file, path, what);
    }

    /**
     * Notes one.
     *
     * @return whether reading again makes sense
     */
    boolean note(YamlMistakeException mistake) {
        String before = byPath.putIfAbsent(mistake.path, String.valueOf(mistake.getMessage()));
        return before == null && byPath.size() < MOST;
    }

    /** Whether this field, or one that holds it, is known to be wrong. */
    boolean excuse(String path) {
        return !byPath.isEmpty()
                && byPath.keySet().stream()
                        .anyMatch(
                                wrong ->
                                        path.equals(wrong)
                                                || path.startsWith(wrong + ".")
                                                || path.startsWith(wrong + "["));
    }

    boolean none() {
        return byPath.isEmpty();
    }

    /** All of them, in one line. */
    String text() {
        return String.join("; ", byPath.values());
    }
}
