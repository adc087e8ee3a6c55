package dev.lanyard.connection.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.support.Mutations;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a proxied request goes, whatever its path says. */
class ProxyTargetTest {
    private static final String ID = "conn_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String PREFIX = "/v1/connections/" + ID + "/proxy";
    private static final Set<String> ORIGINS =
            Set.of("https://api.bitbucket.org", "https://uploads.bitbucket.org");
    private static final Provider.Api API =
            new Provider.Api(
                    URI.create("https://api.bitbucket.org/2.0"),
                    Set.of("api.bitbucket.org", "uploads.bitbucket.org"));
    private static final Provider.Api BARE =
            new Provider.Api(
                    URI.create("https://api.bitbucket.org"),
                    Set.of("api.bitbucket.org", "uploads.bitbucket.org"));
    private static final List<String> HOSTILE =
            List.of(
                    "/../../etc/passwd",
                    "/..%2f..%2f@evil.example/",
                    "/%2e%2e/%2e%2e/oauth/token",
                    "//evil.example/a",
                    "/%2f%2fevil.example/a",
                    "/\\evil.example\\a",
                    "/%5c%5cevil.example",
                    "/https://evil.example/2.0/user",
                    "/https://api.bitbucket.org@evil.example/",
                    "/https://api.bitbucket.org:443@evil.example/",
                    "/https://api.bitbucket.org.evil.example/",
                    "/https://api.bitbucket.org%2eevil.example/",
                    "/https://api.bitbucket.org:8443/",
                    "/http://api.bitbucket.org/2.0/user",
                    "/HTTPS://API.BITBUCKET.ORG/2.0/user",
                    "/https:///evil.example",
                    "/https:evil.example",
                    "/ftp://evil.example/",
                    "/@evil.example/",
                    "/:80@evil.example",
                    "/a?next=https://evil.example",
                    "?@evil.example",
                    "/#@evil.example",
                    "/user%0d%0aHost: evil.example",
                    "/user%00.evil.example",
                    "/\u00e9vil",
                    "/..;/..;/admin",
                    "/user/.%2e/x",
                    "/https://uploads.bitbucket.org/a/b?c=d");

    private static ProxyTarget target(Provider.Api api, String below) {
        ProxyPath path = ProxyPath.of(PREFIX + below);
        ProxyTarget.check(path);
        return ProxyTarget.of(api, path);
    }

    @Test
    void noneOfTenThousandHostilePathsReachesAnotherHost() {
        AtomicInteger passed = new AtomicInteger();

        Mutations.forEach(
                14,
                10_000,
                HOSTILE,
                bytes -> {
                    String below = new String(bytes, StandardCharsets.ISO_8859_1);
                    passed.addAndGet(reached(API, below) + reached(BARE, below));
                });

        assertThat(passed.get()).isGreaterThan(1_000);
    }

    /** How many requests go out; each to a listed host, by a target that is a path. */
    private static int reached(Provider.Api api, String below) {
        ProxyPath path = ProxyPath.of(PREFIX + below);
        if (path == null) {
            return 0;
        }
        try {
            ProxyTarget.check(path);
            ProxyTarget target = ProxyTarget.of(api, path);
            assertThat(ORIGINS).contains(target.origin().toString());
            assertThat(target.requestTarget()).matches("/[\\x21-\\x7e]*").doesNotStartWith("//");
            return 1;
        } catch (ProblemException refused) {
            assertThat(refused.code().status()).isEqualTo(400);
            return 0;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/user /2.0/user",
                "/ /2.0/",
                "?a=b /2.0?a=b",
                "/user? /2.0/user?",
                "/a%2Fb/c;d=1,2?x=%20&x=+&&y /2.0/a%2Fb/c;d=1,2?x=%20&x=+&&y",
                "/a//b /2.0/a//b",
                "/@me /2.0/@me",
                "/src/...a /2.0/src/...a",
                "/x?next=../..%00//%2e%2e /2.0/x?next=../..%00//%2e%2e",
            })
    void pathAndQueryAreKeptByteForByte(String below, String expected) {
        assertThat(target(API, below))
                .isEqualTo(new ProxyTarget(URI.create("https://api.bitbucket.org"), expected));
    }

    @Test
    void aByteBeyondAsciiGoesOnAsOne() {
        assertThat(target(API, "/caf\u00c3\u00a9").requestTarget()).isEqualTo("/2.0/caf%C3%A9");
    }

    @Test
    void aWholeAddressOfAListedHostIsTaken() {
        assertThat(target(API, "/https://uploads.bitbucket.org/a?b"))
                .isEqualTo(new ProxyTarget(URI.create("https://uploads.bitbucket.org"), "/a?b"));
        assertThat(target(API, "/https://api.bitbucket.org/2.0/user?page=2").requestTarget())
                .isEqualTo("/2.0/user?page=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/a/../b",
                "/.%2E/b",
                "/a/%2e/b",
                "/a%2f..%2fb",
                "//a",
                "/\\a",
                "/%5Ca",
                "/a%00",
                "/a%0Ab",
                "/a%7f",
                "/https://evil.example/",
                "/https://API.bitbucket.org:1/",
                "/http://api.bitbucket.org/",
                "/https://u@api.bitbucket.org/",
                "/ftp://a/"
            })
    void refusesWhatIsNoPathBelowTheApi(String below) {
        assertThatThrownBy(() -> target(API, below))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("path ");
    }

    @Test
    void refusesAPathOverEightKibibytes() {
        assertThat(target(API, "/" + "a".repeat(8192)).requestTarget()).hasSize(5 + 8192);
        assertThatThrownBy(() -> target(API, "/" + "a".repeat(8193)))
                .hasMessage("path must be at most 8 KiB long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/connections/" + ID + "/token",
                "/v1/connections/" + ID + "/proxy2/a",
                "/v1/connections//proxy/a",
                "/v1/connections/proxy/a",
                "/v2/connections/" + ID + "/proxy/a",
                "*"
            })
    void othersRequestsAreLeftAlone(String uri) {
        assertThat(ProxyPath.of(uri)).isNull();
    }

    @Test
    void theAbsoluteFormIsReadAsTheOriginForm() {
        assertThat(ProxyPath.of("http://evil.example" + PREFIX + "/user?a"))
                .isEqualTo(new ProxyPath(ID, "user", "?a"));
    }
}
