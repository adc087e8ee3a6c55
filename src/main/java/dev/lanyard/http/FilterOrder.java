package dev.lanyard.http;

/** The order of the filters before the router: the highest number comes first. */
public final class FilterOrder {
    /** Answers the common token read, with nothing before it: it writes its own header fields. */
    public static final int TOKEN_READ = 2000;

    /** Protective header fields, before anything can answer. */
    public static final int RESPONSE_HEADERS = 1990;

    /** Names the request for the response and the log. */
    public static final int REQUEST_ID = 1900;

    /** Bounds what one client may ask of what is open to everybody. */
    public static final int CLIENT_QUOTA = 1500;

    /** Passes requests on to a provider's API, without the limit of a body. */
    public static final int PROXY = 1200;

    /** Before anybody reads a body. */
    public static final int CONTENT_CODING = 1100;

    /** Before the framework's own limit, which answers without a document. */
    public static final int BODY_LIMIT = 1000;

    /** Before anything chooses what to send. */
    public static final int ACCEPTED_TYPES = 900;

    private FilterOrder() {}
}
