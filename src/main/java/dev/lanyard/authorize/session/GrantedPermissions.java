package dev.lanyard.authorize.session;

import dev.lanyard.provider.Provider;
import java.util.List;
import java.util.Optional;

/**
 * Whether what was granted is enough: all that the provider's entry requires. What else a profile
 * wants and did not get ends no session; it is told.
 */
public final class GrantedPermissions {
    private GrantedPermissions() {}

    /**
     * Why these are not enough.
     *
     * @param granted scopes in the provider's own spelling
     * @return empty: they are
     */
    public static Optional<SessionError> refusal(Provider provider, List<String> granted) {
        return Optional.of(provider.missing(provider.required(), granted))
                .filter(missing -> !missing.isEmpty())
                .map(GrantedPermissions::missing);
    }

    /**
     * Why it is not enough that the account may not be read.
     *
     * @param named what the provider says is missing; empty: it does not say, so all that its entry
     *     requires
     */
    public static SessionError accountRefused(Provider provider, List<String> named) {
        return missing(named.isEmpty() ? provider.required() : named);
    }

    private static SessionError missing(List<String> scopes) {
        return SessionErrorCode.PERMISSION_MISSING.because(
                "The required permission "
                        + SessionError.quote(String.join(", ", scopes))
                        + " was not granted. It must be ticked on the client at the provider.");
    }

    /**
     * Tells what else the profile wants and did not get.
     *
     * @param wanted permissions of the profile
     * @return empty: nothing
     */
    static Optional<String> notGranted(
            Provider provider, List<String> wanted, List<String> granted) {
        return Optional.of(provider.missing(wanted, granted))
                .filter(missing -> !missing.isEmpty())
                .map(
                        missing ->
                                "Not granted: "
                                        + String.join(", ", missing)
                                        + ". Tick it on the client at the provider, and have the"
                                        + " end user connect again.");
    }
}
