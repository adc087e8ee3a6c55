package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.TestDatabase;
import dev.lanyard.support.TestProviders;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes redeemed through quarkus-oidc-client, at a provider that does as it likes. */
@QuarkusTest
class CodeExchangeTest {
    private static final String ISSUED =
            "{\"access_token\":\"canary-at\",\"refresh_token\":\"canary-rt\",\"expires_in\":7200}";
    private final LogRecorder log = new LogRecorder();

    @Inject TokenEndpoint endpoint;
    private RawProvider provider;

    @BeforeEach
    void open() {
        provider = new RawProvider();
        log.begin();
    }

    @AfterEach
    void close() {
        provider.close();
        assertThat(log.end()).doesNotContain("canary", "had to drop", "OIDC");
    }

    @Test
    void sendsTheCodeWithTheClientsCredentialsFormEncodedFirst() {
        provider.does(RawProvider.answer("200 OK", "", ISSUED));

        assertThat(exchange()).isInstanceOf(TokenResponse.Issued.class);

        String pair = "canary%3Aid%2B:canary+%26+s%C3%A9cret%3D";
        String request = only(provider.requests());
        assertThat(request)
                .startsWith("POST /site/oauth2/access_token HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nContent-Type: application/x-www-form-urlencoded\r\n")
                .containsIgnoringCase("\r\nAccept: application/json\r\n")
                .containsIgnoringCase("\r\nAccept-Encoding: identity\r\n")
                .containsIgnoringCase("\r\nUser-Agent: Lanyard/")
                .containsIgnoringCase("\r\nConnection: close\r\n")
                .containsIgnoringCase(
                        "\r\nAuthorization: Basic "
                                + Base64.getEncoder()
                                        .encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .endsWith(
                        "\r\n\r\ngrant_type=authorization_code&code=canary%2Bcode"
                                + "&code_verifier=canary-verifier"
                                + "&redirect_uri=https%3A%2F%2Flanyard.example%2Fcallback");
    }

    @Test
    void sendsTheCredentialsInTheFormWhereTheProviderWantsThemThere() {
        provider.does(RawProvider.answer("200 OK", "", ISSUED));

        assertThat(exchange(client(ClientCredentials.Method.CLIENT_SECRET_POST, "secret+1")))
                .isInstanceOf(TokenResponse.Issued.class);

        assertThat(only(provider.requests()))
                .doesNotContainIgnoringCase("\r\nAuthorization:")
                .contains("grant_type=authorization_code&", "client_id=canary%3Aid%2B&")
                .contains("client_secret=canary-secret%2B1&", "code=canary%2Bcode&");
    }

    @Test
    void rule06_tokensThatCameBeforeACutAreKept() {
        provider.does(
                connection -> {
                    connection
                            .getOutputStream()
                            .write(
                                    ("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + ISSUED)
                                            .getBytes(StandardCharsets.UTF_8));
                    connection.close();
                });

        assertThat(exchange()).isInstanceOf(TokenResponse.Issued.class);

        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void keepsNoConnectionOpen() {
        provider.does(RawProvider.answer("200 OK", "", ISSUED));

        assertThat(exchange()).isInstanceOf(TokenResponse.Issued.class);

        await().until(() -> provider.open() == 0);
    }

    @Test
    void rule05_aCodeIsNotSentAgainAfterAResetConnection() {
        provider.does(RawProvider::reset);

        assertThat(exchange()).isInstanceOf(TokenResponse.Ambiguous.class);

        assertPresentedOnce();
    }

    @Test
    void rule05_aCodeIsNotSentAgainAfterAnAnswerThatWasResetOrClosedInItsMiddle() {
        for (boolean resets : List.of(true, false)) {
            provider.requests().clear();
            provider.does(
                    connection -> {
                        write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{");
                        RawProvider.pause(100);
                        if (resets) {
                            RawProvider.reset(connection);
                        }
                        connection.close();
                    });

            assertThat(exchange()).isNotInstanceOf(TokenResponse.Issued.class);

            assertPresentedOnce();
        }
    }

    @Test
    void aProviderThatIsDownIsNoAnswer() {
        provider.close();

        assertThat(exchange()).isInstanceOf(TokenResponse.Ambiguous.class);
    }

    @Test
    void anAddressOutsideOfTheCatalogueIsNotCalled() {
        try (RawProvider other = new RawProvider(TestDatabase.freePort())) {
            ClientCredentials elsewhere =
                    new ClientCredentials(
                            URI.create("http://127.0.0.1:" + TestProviders.wildPort() + "/token"),
                            ClientCredentials.Method.CLIENT_SECRET_BASIC,
                            "id",
                            "secret");

            assertThat(exchange(elsewhere)).isInstanceOf(TokenResponse.NotSent.class);
            assertThat(provider.requests()).isEmpty();
        }
    }

    @Test
    void aHangEndsAtTheDeadlineAndLeavesNothingOpen() {
        provider.does(connection -> {});

        assertEndsAtTheDeadline();
    }

    @Test
    void aDribbledBodyEndsAtTheDeadlineAndLeavesNothingOpen() {
        provider.does(RawProvider.pour(10_000, new byte[] {' '}, 50));

        assertEndsAtTheDeadline();
    }

    @Test
    void aDribbledHeadEndsAtTheDeadlineAndLeavesNothingOpen() {
        provider.does(
                connection -> {
                    for (byte each :
                            ("HTTP/1.1 200 OK\r\nX: " + "x".repeat(9_999))
                                    .getBytes(StandardCharsets.US_ASCII)) {
                        connection.getOutputStream().write(each);
                        RawProvider.pause(50);
                    }
                });

        assertEndsAtTheDeadline();
    }

    private void assertEndsAtTheDeadline() {
        long begun = System.nanoTime();

        assertThat(exchange()).isInstanceOf(TokenResponse.Ambiguous.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
        assertPresentedOnce();
        await().atMost(Duration.ofSeconds(3)).until(() -> provider.open() == 0);
    }

    @ParameterizedTest
    @CsvSource({"200 OK, Malformed", "429 Slow, RateLimited", "503 Down, Unavailable"})
    void anAnswerOfFiftyMegabytesIsCutAndItsStatusCounts(String status, String response) {
        byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        provider.does(
                connection -> {
                    write(
                            connection,
                            "HTTP/1.1 " + status + "\r\nContent-Length: 52428800\r\n\r\n");
                    for (int i = 0; i < 50; i++) {
                        connection.getOutputStream().write(megabyte);
                    }
                });
        long begun = System.nanoTime();

        assertThat(exchange().getClass().getSimpleName()).isEqualTo(response);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertPresentedOnce();
        await().atMost(Duration.ofSeconds(3)).until(() -> provider.open() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"301", "302", "303", "307", "308"})
    void aRedirectToAnotherOriginIsNotFollowed(String status) {
        int port = TestDatabase.freePort();
        try (RawProvider other = new RawProvider(port)) {
            provider.does(
                    RawProvider.answer(
                            status + " Elsewhere",
                            "Location: http://localhost:" + port + "/\r\n",
                            "{}"));

            assertThat(exchange()).isInstanceOf(TokenResponse.Malformed.class);

            assertPresentedOnce();
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2h\"", "\"\"", "0", "-1", "null", "[]", "{}", "true", "1e300", "7.5", "9e99"
            })
    void theTokensAreKeptWhateverTheLifetimeLooksLike(String lifetime) {
        provider.does(RawProvider.answer("200 OK", "", ISSUED.replace("7200", lifetime)));

        TokenResponse response = exchange();

        assertThat(response).isInstanceOf(TokenResponse.Issued.class);
        TokenSet tokens = ((TokenResponse.Issued) response).tokens();
        assertThat(tokens.accessToken()).isEqualTo("canary-at");
        assertThat(tokens.refreshToken()).contains("canary-rt");
        assertPresentedOnce();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            textBlock =
                    """
                    200 OK           , ''                                  , Malformed
                    200 OK           , '[]'                                , Malformed
                    200 OK           , '{\"access_token\":null}'           , Malformed
                    200 OK           , '{\"error\":\"invalid_grant\"}'     , Refused
                    201 Created      , '{\"access_token\":\"canary-2\"}'   , Issued
                    400 Bad          , '{\"error\":\"invalid_grant\"}'     , Refused
                    400 Bad          , ''                                  , Malformed
                    401 Unauthorized , ''                                  , Refused
                    429 Slow         , '{\"access_token\":\"canary-2\"}'   , RateLimited
                    500 Down         , '{\"access_token\":\"canary-2\"}'   , Unavailable
                    """)
    void anyOtherAnswerIsReadAsEver(String status, String body, String response) {
        provider.does(RawProvider.answer(status, "", body));

        assertThat(exchange().getClass().getSimpleName()).isEqualTo(response);

        assertPresentedOnce();
    }

    @Test
    void twentyFourAtATimeGetTheirOwnAnswersEachFromOnePresentation() {
        provider.does(
                connection -> {
                    RawProvider.pause(300);
                    int port = connection.getPort();
                    RawProvider.answer("200 OK", "", ISSUED.replace("canary-at", "at-" + port))
                            .meet(connection);
                });

        List<CompletableFuture<TokenResponse>> calls =
                IntStream.range(0, 24)
                        .mapToObj(
                                i -> exchange(basic(), "canary-" + i).subscribeAsCompletionStage())
                        .toList();

        assertThat(
                        calls.stream()
                                .map(CompletableFuture::join)
                                .map(
                                        response ->
                                                ((TokenResponse.Issued) response)
                                                        .tokens()
                                                        .accessToken()))
                .doesNotHaveDuplicates()
                .hasSize(24);
        assertThat(
                        provider.requests().stream()
                                .map(request -> request.replaceAll("(?s).*&code=", "")))
                .doesNotHaveDuplicates()
                .hasSize(24);
    }

    @Test
    void severalOfOneChainDoNotMixTheirAnswers() {
        provider.does(
                connection ->
                        RawProvider.answer(
                                        "200 OK",
                                        "",
                                        ISSUED.replace("canary-at", "at-" + connection.getPort()))
                                .meet(connection));

        List<TokenResponse> answers =
                Uni.join()
                        .all(
                                IntStream.range(0, 24)
                                        .mapToObj(i -> exchange(basic(), "c-" + i))
                                        .toList())
                        .andFailFast()
                        .await()
                        .atMost(Duration.ofSeconds(20));

        assertThat(
                        answers.stream()
                                .map(
                                        response ->
                                                ((TokenResponse.Issued) response)
                                                        .tokens()
                                                        .accessToken()))
                .doesNotHaveDuplicates()
                .hasSize(24);
    }

    @Test
    void rule07_aChangedSecretCutsNoCallAndIsUsedByTheNext() {
        provider.does(
                connection -> {
                    RawProvider.pause(1_000);
                    RawProvider.answer("200 OK", "", ISSUED).meet(connection);
                });
        CompletableFuture<TokenResponse> former =
                exchange(client(ClientCredentials.Method.CLIENT_SECRET_POST, "former"), "c-1")
                        .subscribeAsCompletionStage();
        await().until(() -> provider.requests().size() == 1);

        assertThat(exchange(client(ClientCredentials.Method.CLIENT_SECRET_POST, "changed")))
                .isInstanceOf(TokenResponse.Issued.class);

        assertThat(former.join()).isInstanceOf(TokenResponse.Issued.class);
        assertThat(provider.requests().get(0)).contains("client_secret=canary-former&");
        assertThat(provider.requests().get(1)).contains("client_secret=canary-changed&");
    }

    @Test
    void aCallThatHangsCutsNoOtherOfItsClient() {
        provider.does(
                connection -> {
                    boolean first = provider.requests().size() == 1;
                    RawProvider.pause(first ? 9_000 : 5_000);
                    RawProvider.answer("200 OK", "", first ? " ".repeat(300_000) : ISSUED)
                            .meet(connection);
                });
        CompletableFuture<TokenResponse> hanging =
                exchange(basic(), "c-1").subscribeAsCompletionStage();
        RawProvider.pause(6_000);
        CompletableFuture<TokenResponse> other =
                exchange(basic(), "c-2").subscribeAsCompletionStage();

        assertThat(hanging.join()).isInstanceOf(TokenResponse.Malformed.class);
        assertThat(other.join()).isInstanceOf(TokenResponse.Issued.class);
        await().until(() -> provider.open() == 0);
    }

    private void assertPresentedOnce() {
        assertThat(provider.requests()).hasSize(1);
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String only(List<String> requests) {
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private TokenResponse exchange() {
        return exchange(basic());
    }

    private TokenResponse exchange(ClientCredentials client) {
        return exchange(client, "canary+code").await().atMost(Duration.ofSeconds(20));
    }

    private Uni<TokenResponse> exchange(ClientCredentials client, String code) {
        return endpoint.exchange(
                client,
                code,
                Optional.of("canary-verifier"),
                Optional.of("https://lanyard.example/callback"));
    }

    private static ClientCredentials basic() {
        return client(ClientCredentials.Method.CLIENT_SECRET_BASIC, " & sécret=");
    }

    private static ClientCredentials client(ClientCredentials.Method method, String secret) {
        return new ClientCredentials(
                URI.create(
                        "http://localhost:"
                                + TestProviders.wildPort()
                                + "/site/oauth2/access_token"),
                method,
                "canary:id+",
                method == ClientCredentials.Method.CLIENT_SECRET_BASIC
                        ? "canary" + secret
                        : "canary-" + secret);
    }
}
