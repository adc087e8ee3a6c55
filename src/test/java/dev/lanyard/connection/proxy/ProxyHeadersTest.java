package dev.lanyard.connection.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

/** Which header fields go on. */
class ProxyHeadersTest {
    private final MultiMap from = MultiMap.caseInsensitiveMultiMap();
    private final MultiMap to = MultiMap.caseInsensitiveMultiMap();

    @Test
    void fieldsOfOneConnectionAndThoseItNamesStay() {
        from.add("Connection", "close, X-Private").add("connection", "x-other");
        from.add("X-Private", "1").add("X-Other", "2").add("TE", "trailers").add("Upgrade", "h2c");
        from.add("Keep-Alive", "timeout=5").add("Proxy-Authorization", "Basic x");
        from.add("Transfer-Encoding", "chunked").add("X-Kept", "3");

        ProxyHeaders.passRequest(from, to);

        assertThat(to.names()).containsExactly("X-Kept");
    }

    @Test
    void nobodyNamesTheLengthAway() {
        from.add("Connection", "content-length").add("Content-Length", "3");

        ProxyHeaders.passRequest(from, to);

        assertThat(to.get("Content-Length")).isEqualTo("3");
    }

    @Test
    void whatTellsOfTheCallerAndTheWayStays() {
        for (String name :
                new String[] {
                    "Host",
                    "Authorization",
                    "Cookie",
                    "Forwarded",
                    "Via",
                    "X-Forwarded-For",
                    "X-Forwarded-Proto",
                    "X-Real-IP",
                    "X-Original-URI",
                    "Lanyard-Connection"
                }) {
            from.add(name, "x");
        }

        ProxyHeaders.passRequest(from, to);

        assertThat(to.isEmpty()).isTrue();
    }

    @Test
    void severalFieldsOfOneNameStaySeveral() {
        from.add("X-Many", "1").add("Accept", "a/b").add("X-Many", "2");

        ProxyHeaders.passRequest(from, to);

        assertThat(to.getAll("x-many")).containsExactly("1", "2");
        assertThat(to.get("accept")).isEqualTo("a/b");
    }

    @Test
    void aResponseDoesNotSpeakForOurHost() {
        to.add("Cache-Control", "no-store").add("X-Content-Type-Options", "nosniff");
        from.add("Set-Cookie", "a=b").add("Strict-Transport-Security", "max-age=1");
        from.add("Alt-Svc", "h3").add("Content-Security-Policy", "default-src *");
        from.add("X-Request-Id", "theirs").add("Cache-Control", "max-age=5").add("ETag", "e");

        ProxyHeaders.passResponse(from, to);

        assertThat(to.getAll("cache-control")).containsExactly("max-age=5");
        assertThat(to.names())
                .containsExactlyInAnyOrder("Cache-Control", "X-Content-Type-Options", "ETag");
    }
}
