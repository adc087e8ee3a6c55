package dev.lanyard.chaos;

/** What a run tells people, besides failing. */
final class Report {
    private Report() {}

    static void say(String format, Object... values) {
        System.out.println("[chaos] " + format.formatted(values));
    }
}
