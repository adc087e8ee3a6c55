package dev.lanyard.connection;

/** What to do about a connection that is not simply active (docs/api.md#statuses). */
final class StatusAdvice {
    private StatusAdvice() {}

    /**
     * The next step, for people.
     *
     * @param code a status reason's
     */
    static String of(String code) {
        return switch (code) {
            case "refresh_failing" ->
                    "Nothing yet: it is tried again with growing pauses. See the provider's status"
                            + " page if it lasts.";
            case "rate_limited" -> "Nothing: the provider asked to wait, and it is waited for.";
            case "credentials_rejected" ->
                    "Store the OAuth client's current secret in the connector profile.";
            case "checking_grant" ->
                    "Nothing yet: the provider refused, and it is found out whether for good.";
            case "account_unknown" -> "Nothing yet: the provider is asked again who connected.";
            default -> "Ask the end user to connect again, by a link that brings it back.";
        };
    }
}
