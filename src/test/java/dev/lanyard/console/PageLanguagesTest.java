package dev.lanyard.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageLanguagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-AT,de;q=0.9,en;q=0.8 | de",
                "ja, fr-CA;q=0.5 | fr",
                "en;q=0.1, es;q=0.9 | es",
                "* | en",
                "pt | en",
                ";;;q=x | en",
                "'' | en"
            })
    void theFirstThatIsSpokenElseEnglish(String accepted, String spoken) {
        assertThat(PageLanguages.of(accepted).getLanguage()).isEqualTo(spoken);
    }

    @Test
    void whatIsAbsentOrAbsurdIsEnglish() {
        assertThat(PageLanguages.of(null).getLanguage()).isEqualTo("en");
        assertThat(PageLanguages.of("de,".repeat(5_000)).getLanguage()).isEqualTo("en");
    }
}
