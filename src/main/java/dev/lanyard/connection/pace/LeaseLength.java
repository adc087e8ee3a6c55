package dev.lanyard.connection.pace;

/**
 * How long a lease lasts (rule 2), in the statements that take one, and in those that count back to
 * when it was taken.
 */
public final class LeaseLength {
    public static final String SQL = "interval '20 seconds'";

    private LeaseLength() {}
}
