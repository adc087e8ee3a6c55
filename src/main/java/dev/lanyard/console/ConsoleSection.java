package dev.lanyard.console;

/** The console's navigation, in its order. */
public enum ConsoleSection {
    OVERVIEW("Overview", ""),
    PROFILES("Profiles", "/profiles"),
    CONNECTIONS("Connections", "/connections"),
    SESSIONS("Connect links", "/sessions"),
    WEBHOOKS("Webhooks", "/webhooks"),
    EVENTS("Events", "/events"),
    KEYS("API keys", "/keys"),
    AUDIT("Audit log", "/audit");

    private final String title;
    private final String path;

    ConsoleSection(String title, String path) {
        this.title = title;
        this.path = "/console" + path;
    }

    /** As people read it. */
    public String title() {
        return title;
    }

    /** Its first page. */
    public String path() {
        return path;
    }
}
