package dev.lanyard.api;

/** For whom an OpenAPI document is: which calls it has, and what authenticates them. */
enum DocumentAudience {
    TENANT("api_key", "/v1/"),
    OPERATOR("operator_token", "/admin/v1/");

    /** The one page's call that programs make: {@code lanyard.js} and pages of the tenant. */
    static final String CONNECT_STATUS = "/connect/{token}/status";

    private final String scheme;
    private final String root;

    DocumentAudience(String scheme, String root) {
        this.scheme = scheme;
        this.root = root;
    }

    /** The name of its security scheme. */
    String scheme() {
        return scheme;
    }

    /** Pages for browsers are no API. */
    boolean has(String path) {
        return path.startsWith(root) || this == TENANT && path.equals(CONNECT_STATUS);
    }

    /** Whether a call needs no credentials. */
    static boolean isOpen(String path) {
        return path.equals(CONNECT_STATUS);
    }
}
