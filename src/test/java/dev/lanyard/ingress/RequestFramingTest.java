package dev.lanyard.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that the router would refuse by a bare status. */
class RequestFramingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/%zz", "/nowhere/%", "/x?limit=%zz", "/nowhere/%4", "/%-1", "/%%41"})
    void refusesAnEscapeThatIsNone(String target) {
        assertThat(framed(target).decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/%41", "/x?a=%c3%28&b=%25zz", "*", "/connect/%00"})
    void letsEveryOtherThrough(String target) {
        HttpRequest request = framed(target);

        assertThat(request.decoderResult().isSuccess()).isTrue();
        assertThat(request.uri()).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"0, %00", "1, %01", "8, %08", "27, %1b", "31, %1f", "127, %7f", "128, %80"})
    void takesARawControlCharacterForOneOfTheTargets(int control, String escaped) {
        HttpRequest request = framed("/v1/connections/" + (char) control + "/token");

        assertThat(request.decoderResult().isSuccess()).isTrue();
        assertThat(request.uri()).isEqualTo("/v1/connections/" + escaped + "/token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/connect/oauth2/x/callback?error_description=100%&state=s"
                        + " /connect/oauth2/x/callback?error_description=100%25&state=s",
                "/connect/oauth2/x/callback?code=%zz|{a}%41"
                        + " /connect/oauth2/x/callback?code=%25zz%7c%7ba%7d%41",
                "/connect/oauth2/x/callback?a=<b>&c=a+b"
                        + " /connect/oauth2/x/callback?a=%3cb%3e&c=a+b"
            })
    void theQueryOfAPageForPeopleIsRepaired(String target, String repaired) {
        HttpRequest request = framed(target);

        assertThat(request.decoderResult().isSuccess()).isTrue();
        assertThat(request.uri()).isEqualTo(repaired);
        assertThat(framed("/connect/%zz?a=b").decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "/a#b#c", "http://[", "1http://x/"})
    void refusesWhatIsNoAddress(String target) {
        assertThat(framed(target).decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a|b /a%7cb",
                "/a\"b?c=<\"> /a%22b?c=%3c%22%3e",
                "/{a}\\^` /%7ba%7d%5c%5e%60",
                "/a\u00a0 /a%a0",
                "/a[0]?b[]=[1] /a%5b0%5d?b[]=[1]",
                "/a%7C|?%zz=b%20 refused",
                "/caf\u00c3\u00a9 /caf\u00c3\u00a9",
                "http://[::1]:80/a|b http://[::1]:80/a%7cb",
            })
    void takesWhatNoAddressHoldsRawForOneOfTheTargets(String sent, String taken) {
        HttpRequest request = framed(sent);

        assertThat(request.decoderResult().isSuccess() ? request.uri() : "refused")
                .isEqualTo(taken);
    }

    private static HttpRequest framed(String target) {
        EmbeddedChannel channel = new EmbeddedChannel(new RequestFraming());
        channel.writeInbound(
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target));
        return channel.readInbound();
    }
}
