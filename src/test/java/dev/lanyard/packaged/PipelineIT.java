package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.RawHttp;
import dev.lanyard.rig.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of several callers on one connection, as a proxy sends them. */
class PipelineIT {
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    private final Cluster cluster = Cluster.shared();

    private record Reader(String key, String connection, String token) {
        String request() {
            return "GET /v1/connections/%s/token HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                    .formatted(connection, key);
        }
    }

    private Reader reader(String endUser) {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        String id = tenant.connect(endUser);
        String token =
                tenant.api()
                        .get("/v1/connections/" + id + "/token")
                        .expect(200)
                        .text("access_token");
        return new Reader(tenant.key(), id, token);
    }

    /** Each answer is that of its request, in order, whichever lane it took. */
    @Test
    void answersOfOneConnectionAreNeverAnothers() throws IOException {
        List<Reader> readers = List.of(reader("u1"), reader("u2"), reader("u3"));
        StringBuilder requests = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            Reader reader = readers.get(i % 3);
            requests.append(reader.request());
            expected.add(reader.token());
            if (i % 7 == 0) {
                requests.append("GET /v1/providers HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
        }

        String answers =
                RawHttp.send(
                        cluster.replica(2).url(),
                        requests.toString().getBytes(StandardCharsets.US_ASCII),
                        3_000);

        assertThat(TOKEN.matcher(answers).results().map(token -> token.group(1)))
                .containsExactlyElementsOf(expected);
        assertThat(statuses(answers)).hasSize(103).containsOnly("200", "401");
    }

    private static List<String> statuses(String answers) {
        return Pattern.compile("HTTP/1\\.1 (\\d{3}) ")
                .matcher(answers)
                .results()
                .map((MatchResult status) -> status.group(1))
                .toList();
    }

    /**
     * What a proxy before us may take for one request is never two (RFC 9112 §6.3): whatever
     * follows the ambiguous head, the second request within is not answered with a token.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
                "Content-Length: 0, 5\r\n\r\n",
                "Content-Length: +0\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"
            })
    void noSecondRequestIsSmuggledBehindAnAmbiguousHead(String framing) throws IOException {
        Reader victim = reader("u1");
        String attack = "POST /connect/x HTTP/1.1\r\nHost: localhost\r\n" + framing;
        String body = framing.contains("chunked") ? "0\r\n\r\n" : "";

        String answers =
                RawHttp.send(
                        cluster.replica(1).url(),
                        (attack + body + victim.request()).getBytes(StandardCharsets.US_ASCII),
                        1_500);

        assertThat(answers).doesNotContain(victim.token());
    }
}
