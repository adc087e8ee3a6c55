package dev.lanyard.authorize.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers of the field write into a callback's query. */
class CallbackQueryTest {
    @ParameterizedTest
    @CsvSource({
        "4%2F0Ab, 4/0Ab",
        "4/0Ab, 4/0Ab",
        "a%2Bb, a+b",
        "a+b, a+b",
        "a%20b, a b",
        "100%zz, 100%zz",
        "abc%, abc%",
        "a;b, a;b",
        "a=b==, a=b==",
        "%C3%BC, ü"
    })
    void aCodeIsWhatTheProviderMeant(String written, String code) {
        assertThat(read("code=" + written + "&state=s").code()).contains(code);
    }

    @Test
    void othersParametersAreIgnoredHoweverOftenTheyStandThere() {
        assertThat(read("code=c&scope=a&scope=b&state=s&authuser=0&prompt&=x&&").code())
                .contains("c");
        assertThat(read("?code=c&amp;state=s").state()).isEqualTo("s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=s&state=s&code=c",
                "state=s&code=c&code=c",
                "state=s&code=c&error=&error=x",
                "code=c",
                "state=&code=c",
                ""
            })
    void oneOfItsOwnTwiceOrNoStateIsNoResponse(String query) {
        assertThatThrownBy(() -> read(query)).isInstanceOf(UnboundCallbackException.class);
    }

    @Test
    void anErrorsWordsAreReadThoughTheyAreNotEncoded() {
        SessionError error =
                read("error=server_error&error_description=at+100%+load&state=s")
                        .error()
                        .orElseThrow();

        assertThat(error.code()).isEqualTo(SessionErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(error.description()).contains("at 100% load");
    }

    @Test
    void anErrorCodeAloneIsTold() {
        assertThat(
                        read("error_code=1349048&error_message=Can't+load+URL&state=s")
                                .error()
                                .orElseThrow()
                                .description())
                .contains("1349048: Can't load URL");
        assertThat(read("code=c&error_code=0&state=s").error()).isEmpty();
    }

    @Test
    void aPostedResponseBecomesAQueryWithoutWhatIsNotAsked() {
        assertThat(
                        CallbackQuery.of("id_token=secret&code=a%2Fb+c&state=s&user=%7B%7D")
                                .addedTo("https://x.example/callback"))
                .isEqualTo("https://x.example/callback?state=s&code=a%2Fb%2Bc");
    }

    private static AuthorizationResponse read(String query) {
        return AuthorizationResponse.of("bitbucket", CallbackQuery.of(query));
    }
}
