package dev.lanyard.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The guide of an entry that brings none: what is true at every provider. */
final class UsualSteps {
    private UsualSteps() {}

    static List<Provider.SetupStep> of(
            String displayName,
            List<Provider.Permission> permissions,
            Provider.ScopeParameter scope) {
        List<Provider.SetupStep> steps = new ArrayList<>();
        steps.add(
                step(
                        "Register an OAuth client at " + displayName,
                        "Look in the developer settings of "
                                + displayName
                                + " for OAuth 2.0: what you register there is called a client, an"
                                + " app, an application or a consumer. Choose a web application,"
                                + " or a confidential client: Lanyard keeps the secret. Give it"
                                + " the name of your product: your users read it where they allow"
                                + " access."));
        steps.add(
                step(
                        "Paste the callback URL",
                        "Put exactly this into the field for the callback URL, also called"
                                + " redirect URL or redirect URI: {callback_url}. Without it, or"
                                + " with another one, nobody can connect."));
        if (!permissions.isEmpty()) {
            steps.add(
                    step(
                            "Allow the permissions",
                            "Where the form asks for permissions or scopes, allow those that your"
                                    + " product needs, and nothing more."));
        }
        if (scope.sent() && !scope.defaults().isEmpty()) {
            steps.add(
                    step(
                            "Allow what Lanyard always asks for",
                            "Lanyard asks every user for "
                                    + String.join(", ", scope.defaults())
                                    + ": where the form lists scopes, allow them, too."));
        }
        steps.add(
                step(
                        "Copy client id and client secret",
                        "Both go into the connector profile, as client_id and client_secret. Where"
                                + " the secret is shown once only, keep it until the profile is"
                                + " made."));
        return steps;
    }

    private static Provider.SetupStep step(String title, String text) {
        return new Provider.SetupStep(title, text, Optional.empty());
    }
}
