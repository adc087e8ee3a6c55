package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.console.ConnectPages;
import dev.lanyard.console.OutcomeView;
import dev.lanyard.console.OutcomeView.Onward;
import dev.lanyard.console.OutcomeView.Parties;
import dev.lanyard.provider.branding.PageBrand;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages' languages. */
@QuarkusTest
class PageLanguageTest {
    @Inject ConnectPages pages;

    @ParameterizedTest
    @CsvSource({
        "en, Connect your Bitbucket Sandbox account to Test tenant",
        "de-CH, Ihr Konto bei Bitbucket Sandbox mit Test tenant verbinden",
        "fr, Connecter votre compte Bitbucket Sandbox à Test tenant",
        "es-MX, Conectar tu cuenta de Bitbucket Sandbox con Test tenant",
        "ja, Connect your Bitbucket Sandbox account to Test tenant"
    })
    void theHostedPageSpeaksTheBrowsersLanguage(String language, String heading) {
        Response page =
                new Browser()
                        .open(
                                Journey.begin().session().connectUrl(),
                                Map.of("Accept-Language", language));

        String spoken = language.equals("ja") ? "en" : language.substring(0, 2);
        assertThat(page.asString()).contains("<html lang=\"" + spoken + "\">", heading);
        assertThat(page.asString().length()).isLessThan(12_000);
    }

    @Test
    void aLinkThatDoesNotWorkIsExplainedInTheBrowsersLanguage() {
        Response page =
                new Browser()
                        .open(
                                Journey.publicUrl() + "/connect/ct_x",
                                Map.of("Accept-Language", "fr-FR,fr;q=0.9,en;q=0.8"));

        assertThat(page.asString())
                .contains("Ce lien ne fonctionne pas", "Sécurisé par Lanyard")
                .doesNotContain("Secured by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es"})
    void everyEndHasItsWords(String language) {
        Stream<String> codes =
                Stream.concat(
                        Arrays.stream(SessionErrorCode.values()).map(SessionErrorCode::text),
                        Stream.of(
                                "connected",
                                "awaiting_confirmation",
                                "unbound",
                                "unknown",
                                "rate_limited",
                                "unavailable",
                                "internal"));

        assertThat(codes)
                .allSatisfy(
                        code ->
                                assertThat(page(language, code))
                                        .contains("<h1>", "lang=\"" + language + "\"")
                                        .doesNotContain("NOT_FOUND", "_title", "{", "}"));
    }

    private String page(String language, String code) {
        return pages.outcome(
                        new OutcomeView(
                                Locale.forLanguageTag(language),
                                code,
                                false,
                                new Parties("Acme", "Bitbucket", "Ada", "Grace", PageBrand.PLAIN),
                                null,
                                new Onward("/retry", "https://app.example"),
                                null,
                                null))
                .await()
                .indefinitely();
    }
}
