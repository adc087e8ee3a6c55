package dev.lanyard.chaos.rig;

/** What a run tells people, besides failing. */
public final class Report {
    private Report() {}

    public static void say(String format, Object... values) {
        System.out.println("[chaos] " + format.formatted(values));
    }
}
