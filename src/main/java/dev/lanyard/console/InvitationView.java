package dev.lanyard.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the hosted page.
 *
 * @param tenant who asks
 * @param provider the provider's display name
 * @param endUser for whom the account is connected
 * @param permissions by area of the provider's form
 * @param continueUrl where the button leads
 * @param notice what came of the last attempt; null on the first
 */
public record InvitationView(
        String tenant,
        String provider,
        Person endUser,
        List<PermissionArea> permissions,
        String continueUrl,
        @Nullable String notice) {

    /** The end user, by the tenant's own words. */
    public record Person(String id, @Nullable String name, @Nullable String email) {}

    /** Permissions of one area: Repositories: Read, Write. */
    public record PermissionArea(String name, List<String> permissions) {}

    @Override
    public String toString() {
        return "InvitationView[" + tenant + ", " + provider + "]";
    }
}
