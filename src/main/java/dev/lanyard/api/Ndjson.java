package dev.lanyard.api;

/**
 * Lines of a response in newline-delimited JSON, as they are.
 *
 * @param lines without the end of the last one
 */
public record Ndjson(String lines) {
    public static final String MEDIA_TYPE = "application/x-ndjson";

    @Override
    public String toString() {
        return "Ndjson[" + lines.length() + "]"; // an export's may be anything
    }
}
