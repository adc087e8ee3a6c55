package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnUrlsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ok.example/app",
                "https://ok.example/app/",
                "https://ok.example/app/done",
                "https://ok.example/app?a=1&b=%2Fhome",
                "https://ok.example/app/x?next=https%3A%2F%2Fok.example%2F",
                "https://ok.example:443/app",
                "HTTPS://OK.Example/app",
                "https://ok.example/app//x",
                "https://ok.example/app/...",
                "https://ok.example/app/a%20b",
                "http://localhost:3000",
                "http://localhost:3000/anything",
            })
    void allowsWhatIsBelowAPrefix(String url) {
        assertThat(ReturnUrls.allows(ReturnUrlSamples.PREFIXES, url)).isTrue();
    }

    @ParameterizedTest
    @FieldSource("dev.lanyard.provider.ReturnUrlSamples#REFUSED")
    void allowsNothingElse(String url) {
        assertThat(ReturnUrls.allows(ReturnUrlSamples.PREFIXES, url)).isFalse();
    }

    @Test
    void coversEveryPathByAPrefixThatEndsInASlash() {
        List<String> root = List.of("https://ok.example/", "https://two.example/a/");

        assertThat(ReturnUrls.allows(root, "https://ok.example")).isTrue();
        assertThat(ReturnUrls.allows(root, "https://ok.example/x/y")).isTrue();
        assertThat(ReturnUrls.allows(root, "https://two.example/a/b")).isTrue();
        assertThat(ReturnUrls.allows(root, "https://two.example/ab")).isFalse();
    }

    @Test
    void allowsNothingWithoutPrefixes() {
        assertThat(ReturnUrls.allows(List.of(), "https://ok.example/app")).isFalse();
    }

    /** Whatever is put together from nasty parts: if it is allowed, a URL parser sees our host. */
    @Test
    void neverAllowsWhatAParserReadsAsAnotherOrigin() {
        Random random = new Random(20261123);
        int allowed = 0;
        for (int round = 0; round < 300_000; round++) {
            String url = ReturnUrlSamples.puttingTogether(random);
            if (ReturnUrls.allows(ReturnUrlSamples.PREFIXES, url)) {
                allowed++;
                ReturnUrlSamples.assertBelowAPrefix(url);
            }
        }
        assertThat(allowed).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ok.example",
                "https://ok.example/",
                "https://ok.example:8443/app/x",
                "https://xn--mnchen-3ya.example/",
                "https://192.0.2.7/app",
                "http://localhost",
                "http://localhost:3000/app",
                "http://127.0.0.1:3000",
                "http://127.8.8.8/",
                "http://[::1]:3000/app",
            })
    void acceptsPrefixes(String prefix) {
        assertThat(ReturnUrls.objection(prefix)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            textBlock =
                    """
                    "", visible
                    ok.example/app, absolute
                    /app, absolute
                    myapp://callback, absolute
                    javascript:alert(1), absolute
                    http://ok.example/, https
                    http://localhost.evil.example/, https
                    http://127.0.0.1.evil.example/, https
                    http://127.1/, host
                    https://user@ok.example/, user-info
                    https://ok.example/app?x=1, query
                    https://ok.example/app?, query
                    https://ok.example/app#x, fragment
                    https://ok.example/a/../b, dot segments
                    https://ok.example/%2e%2e/b, %2e
                    https://ok.example/a%2Fb, %2f
                    https://ok.example/a%5cb, %5c
                    https://ok.example/a%0ab, control
                    https://ok.example\\\\x, backslash
                    https://ok.example./, dot
                    https://ok.example:/, host
                    https://*.ok.example/, host
                    https://münchen.example/, ASCII
                    https://ok.example:70000/, port
                    """)
    void refusesOtherPrefixesSayingWhy(String prefix, String why) {
        assertThat(ReturnUrls.objection(prefix))
                .hasValueSatisfying(what -> assertThat(what).contains(why));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    https://OK.example/app?x=1, https://ok.example
                    https://ok.example:443/, https://ok.example
                    https://ok.example:8443, https://ok.example:8443
                    http://localhost:80/x, http://localhost
                    http://localhost:3000/x, http://localhost:3000
                    http://[::1]:3000/x, http://[::1]:3000
                    """)
    void givesTheOriginAsBrowsersWriteIt(String url, String origin) {
        assertThat(ReturnUrls.origin(url)).contains(origin);
    }

    @Test
    void givesNoOriginOfWhatCannotBeAllowed() {
        assertThat(ReturnUrls.origin("javascript:alert(1)")).isEmpty();
        assertThat(ReturnUrls.origin("https://a@b.example")).isEmpty();
    }
}
