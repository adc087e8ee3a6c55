package dev.lanyard.console;

import java.util.List;

/** The consoles' navigation, in its order: a tenant's first, then the operator's. */
public enum ConsoleSection {
    OVERVIEW("Overview", ""),
    PROFILES("Profiles", "/profiles"),
    CONNECTIONS("Connections", "/connections"),
    SESSIONS("Connect links", "/sessions"),
    WEBHOOKS("Webhooks", "/webhooks"),
    EVENTS("Events", "/events"),
    KEYS("API keys", "/keys"),
    AUDIT("Audit log", "/audit"),
    TEST_MODE("Test mode", "/test-mode"),
    TENANTS("Overview", ""),
    TROUBLE("Profiles in trouble", "/profiles"),
    REFRESHES("Refresh health", "/refreshes"),
    FIGURES("Figures", "/figures"),
    VAULT("Vault keys", "/vault");

    private static final List<ConsoleSection> ALL = List.of(values());

    private final String title;
    private final String path;

    ConsoleSection(String title, String path) {
        this.title = title;
        this.path = "/console" + path;
    }

    /**
     * A tenant's.
     *
     * @param sandbox whether there is a test mode
     */
    static List<ConsoleSection> ofTenants(boolean sandbox) {
        return ALL.subList(0, (sandbox ? TENANTS : TEST_MODE).ordinal());
    }

    static List<ConsoleSection> ofOperators() {
        return ALL.subList(TENANTS.ordinal(), ALL.size());
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
