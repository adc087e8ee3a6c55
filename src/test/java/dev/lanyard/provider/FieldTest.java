package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.ProviderHttp;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.token.TokenDialect;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 12, A: what stands beside the token endpoint, and what an entry says of it. */
class FieldTest {
    private static final String SECOND =
            "{\"values\":[{\"email\":\"ada@example.com\",\"is_primary\":true,\"is_confirmed\":true}]}";

    private final Vertx vertx = Vertx.vertx();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private EmailPages emails;
    private Map<String, String> pages = Map.of();

    @BeforeEach
    void open() {
        server =
                vertx.createHttpServer()
                        .requestHandler(this::answer)
                        .listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        emails =
                new EmailPages(
                        new ProviderHttp(
                                new OutboundClient(vertx, Optional.empty(), 1 << 18),
                                address -> true));
    }

    private void answer(HttpServerRequest request) {
        asked.add(request.uri());
        String page = pages.getOrDefault(request.uri(), "{}");
        if (page.startsWith("<")) {
            request.response().putHeader("Link", page).end("{\"values\":[]}");
        } else {
            request.response().end(page);
        }
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String url(String path) {
        return "http://localhost:" + server.actualPort() + path;
    }

    private Optional<String> find() {
        Provider.EmailSource source =
                new Provider.EmailSource(
                        URI.create(url("/emails")),
                        "/values",
                        "/email",
                        Optional.of("/is_primary"),
                        Optional.of("/is_confirmed"));
        return emails.find(source, "token").await().atMost(Duration.ofSeconds(20));
    }

    @Test
    void a11_anAddressOnALaterPageIsFound() {
        pages =
                Map.of(
                        "/emails",
                        "{\"values\":[],\"next\":\"" + url("/emails?page=2") + "\"}",
                        "/emails?page=2",
                        "</emails?page=3>; rel=\"next\", </x>; rel=\"last\"",
                        "/emails?page=3",
                        SECOND);

        assertThat(find()).contains("ada@example.com");
    }

    @Test
    void a11_aNextPageThatIsAQueryAloneIsOfTheSameAddress() {
        pages = Map.of("/emails", "{\"next\":\"?page=2\"}", "/emails?page=2", SECOND);

        assertThat(find()).contains("ada@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:%d/emails?page=2",
                "http://127.0.0.1:%d/emails?page=2",
                "http://localhost:1/emails?page=2",
                "http://a@localhost:%d/emails?page=2",
                "http://localhost:%d/emails",
                "::",
                ""
            })
    void a11_theTokenGoesToNoOtherOriginAndNowhereTwice(String next) {
        pages =
                Map.of(
                        "/emails",
                        "{\"values\":[],\"next\":\"" + next.formatted(server.actualPort()) + "\"}",
                        "/emails?page=2",
                        SECOND);

        assertThat(find()).isEmpty();
        assertThat(asked).containsExactly("/emails");
    }

    @Test
    void a11_pagesWithoutEndAreLeftAfterFive() {
        pages =
                Map.of(
                        "/emails", "{\"next\":\"/emails?b\"}",
                        "/emails?b", "{\"next\":\"/emails?a\"}",
                        "/emails?a", "{\"next\":\"/emails?b\"}");

        assertThat(find()).isEmpty();
        assertThat(asked).hasSize(5);
    }

    @Test
    void a10_anEntrySaysHowItsTokenEndpointDeparts() {
        Provider entry =
                entry(
                        "token_endpoint_auth_method: client_secret_basic_raw\n"
                                + "token_response: { access_token: /authed_user/access_token,"
                                + " success: { pointer: /ok, is: true } }\n"
                                + "errors: { dead_grant: [gone], denied: [nope] }\n"
                                + "parameters: { authorize: { prompt: consent }, token: { v: 2 } }\n",
                        "access_token: { default_lifetime: PT1H, maximum_lifetime: P2D, expires: never }");

        assertThat(entry.tokenEndpointAuthMethod())
                .isEqualTo(ClientCredentials.Method.CLIENT_SECRET_BASIC_RAW);
        assertThat(entry.tokenDialect().pointers().accessToken())
                .contains("/authed_user/access_token");
        assertThat(entry.tokenDialect().pointers().success().orElseThrow().is()).isEqualTo("true");
        assertThat(entry.tokenDialect().errors().deadGrant()).containsExactly("gone");
        assertThat(entry.tokenDialect().errors().denied()).containsExactly("nope");
        assertThat(entry.tokenDialect().parameters().authorize())
                .containsEntry("prompt", "consent");
        assertThat(entry.tokenDialect().parameters().token()).containsEntry("v", "2");
        assertThat(entry.tokenDialect().expires()).isFalse();
        assertThat(entry.tokenDialect().longest()).isEqualTo(Duration.ofDays(2));
    }

    /** Seven million seconds are 83 days; in milliseconds, they are the two hours of the entry. */
    @Test
    void a02_aThousandTimesTheLifetimeOfTheEntryIsNoLifetime() {
        TokenDialect two = entry("", "access_token: { default_lifetime: PT2H }").tokenDialect();

        assertThat(two.derived().orElseThrow())
                .isLessThan(Duration.ofSeconds(7_200_000))
                .isGreaterThan(Duration.ofDays(80));
        assertThat(two.longest()).isEqualTo(Duration.ofDays(366));
        for (String none :
                List.of("expires: never", "default_lifetime: P60D", "maximum_lifetime: P366D")) {
            TokenDialect other = entry("", "access_token: { " + none + " }").tokenDialect();
            assertThat(other.derived()).as(none).isEmpty();
            assertThat(other.longest()).as(none).isEqualTo(Duration.ofDays(366));
        }
        TokenDialect declared =
                entry("", "access_token: { default_lifetime: PT1H, maximum_lifetime: P90D }")
                        .tokenDialect();
        assertThat(declared.derived()).isEmpty();
        assertThat(declared.longest()).isEqualTo(Duration.ofDays(90));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token_response: { access_token: no-pointer }",
                "errors: { dead_grant: word }",
                "errors: { unheard_of: [] }",
                "parameters: { token: [] }",
                "parameters: { token: { a: {} } }"
            })
    void a10_aMistakeInThemIsRefusedByItsField(String line) {
        assertThatThrownBy(() -> entry(line + "\n", ""))
                .hasMessageContaining(line.substring(0, line.indexOf(':')));
    }

    private static Provider entry(String more, String accessToken) {
        try (var in = FieldTest.class.getResourceAsStream("/providers/bitbucket.yaml")) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String own =
                    more.contains("token_endpoint_auth_method")
                            ? yaml.replaceAll("(?m)^token_endpoint_auth_method:.*$", "")
                            : yaml;
            String whole =
                    accessToken.isEmpty()
                            ? own
                            : own.replaceAll("(?m)^access_token:.*$", accessToken);
            return Catalogue.parse("test.yaml", (more + whole).getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
