package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.journey.AuthorizationStart;
import dev.lanyard.authorize.journey.CodeVerifier;
import dev.lanyard.authorize.session.AuthorizationResponse;
import dev.lanyard.authorize.session.DerivedSecret;
import dev.lanyard.console.InvitationView;
import dev.lanyard.console.OutcomeView;
import dev.lanyard.console.SupportDetails;
import dev.lanyard.id.TenantToken;
import dev.lanyard.provider.branding.PageBrand;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds a secret does not show it as text. */
class SecretsTest {
    private static final String SECRET = "s3cr3t";

    @Test
    void showsNoSecretInAnyText() {
        assertThat(
                        List.of(
                                new CodeVerifier(SECRET),
                                new TenantToken("ten_1", SECRET),
                                new AuthorizationStart.AuthorizationRedirect(
                                        URI.create("https://idp.example/?state=" + SECRET),
                                        "areq_1",
                                        SECRET),
                                new AuthorizationResponse(
                                        "bitbucket",
                                        SECRET,
                                        Optional.of(SECRET),
                                        Optional.empty(),
                                        Optional.empty()),
                                new ConnectSessionResource.Confirmation(SECRET),
                                new OutcomeView.Onward(
                                        "https://lanyard.example/?retry=" + SECRET,
                                        "https://app.example/?confirmation=" + SECRET),
                                new InvitationView(
                                        Locale.ENGLISH,
                                        "Tenant",
                                        "Bitbucket",
                                        false,
                                        null,
                                        new InvitationView.Person("u1", null, null),
                                        List.of(),
                                        "https://lanyard.example/?session=" + SECRET,
                                        "https://lanyard.example/connect/" + SECRET,
                                        new InvitationView.Progress(null, null, false),
                                        new SupportDetails("cs_1", "now", "pending"),
                                        PageBrand.PLAIN)))
                .allSatisfy(holder -> assertThat(holder.toString()).doesNotContain(SECRET));
    }

    @Test
    void derivesDifferentSecretsFromOne() {
        assertThat(DerivedSecret.page(SECRET))
                .isNotEqualTo(DerivedSecret.confirmation(SECRET))
                .doesNotContain(SECRET)
                .hasSize(43);
    }
}
