package dev.lanyard.console;

import dev.lanyard.provider.branding.PageBrand;
import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the hosted page.
 *
 * @param tenant who asks
 * @param provider the provider's display name
 * @param again whether a connection is brought back
 * @param account its account; null while that is unknown, and when a new one is connected
 * @param endUser for whom the account is connected
 * @param permissions by weight, the lightest first
 * @param continueUrl where the button leads
 * @param cancelUrl where the user's no leads
 * @param progress what came of it until now
 * @param brand how it looks
 */
@TemplateData // handed on to another template, where no other resolver is made of it
public record InvitationView(
        Locale language,
        String tenant,
        String provider,
        boolean again,
        @Nullable String account,
        Person endUser,
        List<PermissionGroup> permissions,
        String continueUrl,
        String cancelUrl,
        Progress progress,
        SupportDetails support,
        PageBrand brand) {

    /** The end user, by the tenant's own words. */
    public record Person(String id, @Nullable String name, @Nullable String email) {
        private static final int FITS_A_PHONE = 28;

        /** A long address in pieces between which a line may end. */
        public List<String> emailParts() {
            String text = email == null ? "" : email;
            return text.length() <= FITS_A_PHONE
                    ? List.of(text)
                    : List.of(text.split("(?<=[@._-])(?=.)"));
        }
    }

    /** A box of the provider's form: its area, and its name where that says more than the verb. */
    public record PermissionBox(String area, @Nullable String name) {

        static PermissionBox of(PermissionWeight weight, String area, String name) {
            return new PermissionBox(area, weight.isCalled(name) ? null : name);
        }
    }

    /** Permissions of one weight. */
    public record PermissionGroup(PermissionWeight weight, List<PermissionBox> boxes) {}

    /**
     * The story until now.
     *
     * @param failure the last attempt's error code; null when there was none
     * @param awayTo the callback URL of a provider that has not sent the browser back; null when
     *     none is awaited
     * @param cookieMissing the browser came from this page without the cookie that it gave
     */
    public record Progress(
            @Nullable String failure, @Nullable String awayTo, boolean cookieMissing) {

        /** That URL in pieces between which a line may end. */
        public List<String> awayToParts() {
            return awayTo == null ? List.of() : List.of(awayTo.split("(?<=[^/:]/)(?=[^/])"));
        }

        /** The key of the failure's title among the messages. */
        public String failureTitle() {
            return OutcomeView.key(String.valueOf(failure), "Title");
        }
    }

    /**
     * A permission as it is asked for.
     *
     * @param area of the provider's form, and the name of the box there
     */
    public record AskedPermission(String scope, String area, String name) {}

    /** Groups what is asked for by weight. */
    public static List<PermissionGroup> grouped(List<AskedPermission> asked) {
        List<PermissionGroup> groups = new ArrayList<>();
        for (PermissionWeight weight : PermissionWeight.values()) {
            List<PermissionBox> boxes =
                    asked.stream()
                            .filter(p -> PermissionWeight.of(p.scope(), p.name()) == weight)
                            .map(p -> PermissionBox.of(weight, p.area(), p.name()))
                            .toList();
            if (!boxes.isEmpty()) {
                groups.add(new PermissionGroup(weight, boxes));
            }
        }
        return groups;
    }

    /** The page's language, as it is told to readers of the page. */
    public String lang() {
        return language.getLanguage();
    }

    /** What is not asked for; nothing is promised where a permission is not understood. */
    public List<PermissionWeight> notAsked() {
        List<PermissionWeight> asked = permissions.stream().map(PermissionGroup::weight).toList();
        return asked.isEmpty() || asked.contains(PermissionWeight.USE)
                ? List.of()
                : List.of(
                                PermissionWeight.CHANGE,
                                PermissionWeight.ADMINISTER,
                                PermissionWeight.DELETE)
                        .stream()
                        .filter(weight -> !asked.contains(weight))
                        .toList();
    }

    @Override
    public String toString() {
        return "InvitationView[" + tenant + ", " + provider + "]";
    }
}
