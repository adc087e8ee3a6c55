package dev.lanyard.problem;

import org.jspecify.annotations.Nullable;

/** Text that others wrote: a provider's error description, a name. Cut where it enters. */
public final class OutsideText {
    private static final int MAX_LENGTH = 200;

    private OutsideText() {}

    /**
     * The first 200 characters, without control characters and without halves of surrogate pairs.
     *
     * @param text null stays null
     */
    public static @Nullable String cut(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder kept = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (kept.length() + Character.charCount(codePoint) > MAX_LENGTH) {
                break;
            }
            if (isText(codePoint)) {
                kept.appendCodePoint(codePoint);
            }
        }
        return kept.toString();
    }

    /**
     * Line and paragraph separators and direction marks reorder or break a line, so they go too.
     */
    private static boolean isText(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
