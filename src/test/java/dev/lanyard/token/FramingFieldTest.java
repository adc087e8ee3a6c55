package dev.lanyard.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.outbound.Deadline;
import dev.lanyard.support.TestProviders;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * HTTP that is framed otherwise than RFC 9112 has it: a code and a refresh token may be used once,
 * so that what a lenient reader makes out is read, by both ways of asking.
 */
@QuarkusTest
class FramingFieldTest {
    private static final String ISSUED =
            "{\"access_token\":\"canary-at\",\"refresh_token\":\"canary-rt\",\"expires_in\":7200}";
    private static final int LENGTH = ISSUED.length();
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String SIZE = "Content-Length: " + LENGTH + "\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String CHUNK = Integer.toHexString(LENGTH) + "\r\n" + ISSUED + "\r\n";
    private static final Map<String, String> OPEN = open();
    private static final Map<String, String> CLOSED = closed();
    private static final Map<String, String> UNREADABLE = unreadable();
    private static final Set<String> LATE =
            Set.of("no last chunk, connection open", "a length told too long, connection open");
    private final LogRecorder log = new LogRecorder();

    @Inject TokenEndpoint endpoint;
    private RawProvider provider;

    /** Responses after which the provider keeps the connection open. */
    private static Map<String, String> open() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("as it should be", OK + SIZE + "\r\n" + ISSUED);
        all.put("chunked", OK + CHUNKED + "\r\n" + CHUNK + "0\r\n\r\n");
        all.put(
                "20 KiB of cookies",
                OK
                        + "Set-Cookie: a="
                        + "x".repeat(4_000)
                        + "\r\n"
                        + ("Set-Cookie: b=" + "x".repeat(4_000) + "\r\n").repeat(4)
                        + SIZE
                        + "\r\n"
                        + ISSUED);
        all.put(
                "a policy of 12 KiB",
                OK
                        + "Content-Security-Policy: "
                        + "x".repeat(12_000)
                        + "\r\n"
                        + SIZE
                        + "\r\n"
                        + ISSUED);
        all.put(
                "60 KiB of fields",
                OK
                        + ("X-Trace: " + "x".repeat(6_000) + "\r\n").repeat(10)
                        + SIZE
                        + "\r\n"
                        + ISSUED);
        all.put("the length twice", OK + SIZE + SIZE + "\r\n" + ISSUED);
        all.put(
                "the length twice in one",
                OK + "Content-Length: " + LENGTH + ", " + LENGTH + "\r\n\r\n" + ISSUED);
        all.put("line feeds only", (OK + SIZE + "\r\n").replace("\r", "") + ISSUED);
        all.put("both framings", OK + SIZE + CHUNKED + "\r\n" + CHUNK + "0\r\n\r\n");
        all.put(
                "both framings, another length",
                OK + CHUNKED + "Content-Length: 3\r\n\r\n" + CHUNK + "0\r\n\r\n");
        all.put("chunked twice", OK + CHUNKED + CHUNKED + "\r\n" + CHUNK + "0\r\n\r\n");
        all.put(
                "identity as a framing",
                OK + "Transfer-Encoding: identity\r\n" + SIZE + "\r\n" + ISSUED);
        all.put(
                "blanks after a chunk's size",
                OK + CHUNKED + "\r\n" + CHUNK.replaceFirst("\r\n", "  \r\n") + "0\r\n\r\n");
        all.put(
                "an extension of a chunk",
                OK + CHUNKED + "\r\n" + CHUNK.replaceFirst("\r\n", ";a=b\r\n") + "0\r\n\r\n");
        all.put(
                "a chunk's size in capitals, with zeros",
                OK
                        + CHUNKED
                        + "\r\n000"
                        + CHUNK.replaceFirst(
                                "^\\w+",
                                Integer.toHexString(LENGTH).toUpperCase(java.util.Locale.ROOT))
                        + "0\r\n\r\n");
        all.put("a trailer", OK + CHUNKED + "\r\n" + CHUNK + "0\r\nX-Sum: 1\r\n\r\n");
        all.put("no last chunk, connection open", OK + CHUNKED + "\r\n" + CHUNK);
        all.put("100 first", "HTTP/1.1 100 Continue\r\n\r\n" + OK + SIZE + "\r\n" + ISSUED);
        all.put(
                "103 first",
                "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"
                        + OK
                        + SIZE
                        + "\r\n"
                        + ISSUED);
        all.put("empty lines first", "\r\n\r\n" + OK + SIZE + "\r\n" + ISSUED);
        all.put(
                "HTTP/1.0 kept alive",
                "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + SIZE + "\r\n" + ISSUED);
        all.put("no reason", "HTTP/1.1 200\r\n" + SIZE + "\r\n" + ISSUED);
        all.put("a folded field", OK + "X-A: b\r\n c\r\n" + SIZE + "\r\n" + ISSUED);
        all.put(
                "a blank before the colon",
                OK + "Content-Length : " + LENGTH + "\r\n\r\n" + ISSUED);
        all.put("a blank in a field's name", OK + "X Frame: b\r\n" + SIZE + "\r\n" + ISSUED);
        all.put("a field without a name", OK + ": nonsense\r\n" + SIZE + "\r\n" + ISSUED);
        all.put("NUL in a field", OK + "X-A: a\u0000b\r\n" + SIZE + "\r\n" + ISSUED);
        all.put(
                "letters of Latin-1 in a field",
                OK + "X-Name: M\u00fcller\r\n" + SIZE + "\r\n" + ISSUED);
        all.put(
                "a length told too long, connection open",
                OK + "Content-Length: 900\r\n\r\n" + ISSUED);
        return all;
    }

    /** Responses after which it closes. */
    private static Map<String, String> closed() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("no framing", OK + "\r\n" + ISSUED);
        all.put("no framing, HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n" + ISSUED);
        all.put("no last chunk", OK + CHUNKED + "\r\n" + CHUNK);
        all.put("a last chunk without its end", OK + CHUNKED + "\r\n" + CHUNK + "0\r\n");
        all.put("a last chunk without any end", OK + CHUNKED + "\r\n" + CHUNK + "0");
        all.put("nonsense after a chunk", OK + CHUNKED + "\r\n" + CHUNK + "zzz\r\n");
        all.put("a chunk without its end", OK + CHUNKED + "\r\n" + CHUNK.stripTrailing());
        all.put("a length told too long", OK + "Content-Length: 900\r\n\r\n" + ISSUED);
        all.put("another coding of transfer", OK + "Transfer-Encoding: gzip\r\n\r\n" + ISSUED);
        all.put("more than it told", OK + SIZE + "\r\n" + ISSUED + "\n\n");
        return all;
    }

    /** Responses that no decoder of Netty's makes anything of. */
    private static Map<String, String> unreadable() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("two lengths", OK + "Content-Length: 900\r\n" + SIZE + "\r\n" + ISSUED);
        all.put(
                "line feeds only, chunked",
                (OK + CHUNKED + "\r\n" + CHUNK + "0\r\n\r\n").replace("\r", ""));
        all.put("both framings, not chunked", OK + SIZE + CHUNKED + "\r\n" + ISSUED);
        all.put("HTTP/2 as a version", "HTTP/2 200 OK\r\n" + SIZE + "\r\n" + ISSUED);
        all.put("a field without a colon", OK + "nonsense\r\n" + SIZE + "\r\n" + ISSUED);
        all.put("a length with a plus", OK + "Content-Length: +" + LENGTH + "\r\n\r\n" + ISSUED);
        all.put("an empty length", OK + "Content-Length:\r\nConnection: close\r\n\r\n" + ISSUED);
        return all;
    }

    static Stream<String> keepingOpen() {
        return OPEN.keySet().stream();
    }

    /** Those that end at the deadline take ten seconds each: one of them says it for all. */
    static Stream<String> keepingOpenBriefly() {
        return keepingOpen().filter(name -> !LATE.contains(name));
    }

    static Stream<String> closing() {
        return CLOSED.keySet().stream();
    }

    @BeforeEach
    void begin() {
        provider = new RawProvider();
        log.begin();
    }

    @AfterEach
    void end() {
        provider.close();
        assertThat(log.end()).doesNotContain("canary");
    }

    @ParameterizedTest
    @MethodSource("keepingOpenBriefly")
    void rule06_aCodesTokensAreReadWhateverTheFraming(String name) {
        assertRead(name, true, false);
    }

    @ParameterizedTest
    @MethodSource("keepingOpen")
    void rule06_aRefreshsTokensAreReadWhateverTheFraming(String name) {
        assertRead(name, false, false);
    }

    @ParameterizedTest
    @MethodSource("closing")
    void rule06_aCodesTokensAreReadUpToTheConnectionsEnd(String name) {
        assertRead(name, true, true);
    }

    @ParameterizedTest
    @MethodSource("closing")
    void rule06_aRefreshsTokensAreReadUpToTheConnectionsEnd(String name) {
        assertRead(name, false, true);
    }

    static Stream<String> unreadableOnes() {
        return UNREADABLE.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("unreadableOnes")
    void rule08_whatNoDecoderReadsIsAnOutstandingAnswer(String name) {
        provider.does(
                connection ->
                        connection
                                .getOutputStream()
                                .write(UNREADABLE.get(name).getBytes(ISO_8859_1)));

        assertThat(refresh()).isInstanceOf(TokenResponse.Ambiguous.class);
        assertThat(provider.requests()).hasSize(1);
    }

    private void assertRead(String name, boolean exchange, boolean closes) {
        byte[] response = (closes ? CLOSED : OPEN).get(name).getBytes(ISO_8859_1);
        provider.does(
                connection -> {
                    connection.getOutputStream().write(response);
                    if (closes) {
                        connection.close();
                    }
                });

        TokenResponse read = exchange ? exchange() : refresh();

        assertThat(read).isInstanceOf(TokenResponse.Issued.class);
        TokenSet tokens = ((TokenResponse.Issued) read).tokens();
        assertThat(tokens.accessToken()).isEqualTo("canary-at");
        assertThat(tokens.refreshToken()).contains("canary-rt");
        assertThat(provider.requests()).hasSize(1);
    }

    private TokenResponse exchange() {
        return endpoint.exchange(client(), "canary-code", Optional.empty(), Optional.empty())
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private TokenResponse refresh() {
        return endpoint.refresh(client(), "canary-old", Deadline.within(Duration.ofSeconds(4)))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private static ClientCredentials client() {
        return new ClientCredentials(
                URI.create(
                        "http://localhost:"
                                + TestProviders.wildPort()
                                + "/site/oauth2/access_token"),
                ClientCredentials.Method.CLIENT_SECRET_BASIC,
                "id",
                "canary-secret");
    }
}
