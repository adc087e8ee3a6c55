package dev.lanyard.connection.accesstoken;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.connection.Connected;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A token read goes one of two ways, by whether its key is remembered: whoever asks cannot tell
 * which. Each row is read both ways, and status, header fields and body compared.
 */
@QuarkusTest
class TokenReadWaysTest {
    private static final String UNKNOWN = "conn_aaaaaaaaaaaaaaaaaaaaaaaaaa";

    private Connected connection;
    private String key;

    /** How a row stands, set before each of both reads. */
    private enum RowKind {
        GOOD(200, "", "", ""),
        DUE_BY_MIN_TTL(
                200,
                "issued_at = now() - '2 hours'::interval, expires_at = now() + '30 s'",
                "",
                ""),
        SHORT_BUT_LESS_THAN_HALF_USED(
                200, "issued_at = now(), expires_at = now() + '30 s'", "", ""),
        EXPIRED(200, Columns.EXPIRED, "", ""),
        WITHOUT_REFRESH_TOKEN(200, "refresh_token = NULL", "", ""),
        WITHOUT_REFRESH_TOKEN_EXPIRED(409, Columns.EXPIRED + ", refresh_token = NULL", "", ""),
        FAILING(200, Columns.BACKED_OFF, Columns.DEGRADED, ""),
        FAILING_DUE(
                200,
                Columns.BACKED_OFF
                        + ", issued_at = now() - '2 hours'::interval, expires_at = now() + '30 s'",
                Columns.DEGRADED,
                ""),
        FAILING_EXPIRED(503, Columns.EXPIRED + ", " + Columns.BACKED_OFF, Columns.DEGRADED, ""),
        SUSPECT(200, "suspect = true", Columns.DEGRADED, ""),
        ANSWER_OUTSTANDING(200, "presented_at = now(), lease_until = now() + '20 s'", "", ""),
        RECONNECT_REQUIRED(200, "", Columns.DEAD, ""),
        RECONNECT_REQUIRED_DUE(
                200,
                "issued_at = now() - '2 hours'::interval, expires_at = now() + '30 s'",
                Columns.DEAD,
                ""),
        RECONNECT_REQUIRED_EXPIRED(409, Columns.EXPIRED, Columns.DEAD, ""),
        DISABLED(409, "", "disabled = true", ""),
        DISABLED_EXPIRED(409, Columns.EXPIRED, "disabled = true", ""),
        DISABLED_DEAD(409, Columns.EXPIRED, "disabled = true, " + Columns.DEAD, ""),
        AWAITING_CONFIRMATION(409, "", "awaiting_confirmation = true", ""),
        AWAITING_CONFIRMATION_EXPIRED(409, Columns.EXPIRED, "awaiting_confirmation = true", ""),
        AWAITING_CONFIRMATION_DISABLED(
                409, "", "awaiting_confirmation = true, disabled = true", ""),
        ACCOUNT_UNKNOWN(200, "", Columns.DEGRADED + ", account_id = NULL", ""),
        PROFILE_REJECTED(200, "", "", Columns.REJECTED),
        PROFILE_REJECTED_EXPIRED(409, Columns.EXPIRED, "", Columns.REJECTED),
        PROFILE_REJECTED_DISABLED(409, "", "disabled = true", Columns.REJECTED),
        UNREADABLE(503, "access_token = '\\x00'", "", "");

        final int status;
        final String tokens;
        final String connection;
        final String profile;

        RowKind(int status, String tokens, String connection, String profile) {
            this.status = status;
            this.tokens = tokens;
            this.connection = connection;
            this.profile = profile;
        }

        /** Each of both reads finds, or brings, tokens of another end. */
        boolean isOfItsOwnEnd() {
            return tokens.contains("expires_at");
        }

        void set(Connected connection) {
            set(
                    connection,
                    "UPDATE token_set SET due_at = now() + '1 hour' %s"
                            + " WHERE connection_id = $1",
                    tokens);
            set(
                    connection,
                    "UPDATE connection SET updated_at = now() %s WHERE id = $1",
                    this.connection);
            set(
                    connection,
                    "UPDATE connector_profile p SET updated_at = now() %s FROM connection c"
                            + " WHERE c.id = $1 AND p.tenant_id = c.tenant_id"
                            + " AND p.id = c.connector_profile_id",
                    profile);
        }

        private static void set(Connected connection, String update, String columns) {
            connection.sql(update.formatted(columns.isEmpty() ? "" : ", " + columns));
        }
    }

    private static final class Columns {
        static final String EXPIRED =
                "issued_at = now() - '2 hours'::interval, expires_at = now() - '1 s'::interval";
        static final String BACKED_OFF = "retry_at = now() + '10 minutes', attempts = 3";
        static final String DEGRADED =
                "health = 'degraded', reason_code = 'refresh_failing', reason_since = now()";
        static final String DEAD =
                "health = 'reconnect_required', reason_code = 'grant_revoked', reason_since ="
                        + " now()";
        static final String REJECTED =
                "credentials_status = 'rejected', credentials_checked_at = now()";
    }

    @BeforeEach
    void connect() {
        connection = Connected.at(GRACE);
        key = connection.journey().tenant().key("tokens");
        remember();
    }

    /** The key and its tenant's data key: until a read by the fast way counts for none. */
    private void remember() {
        await().until(() -> StatementCount.of(with(key), this::get).isEmpty());
    }

    private Response get(RequestSpecification request) {
        return request.get("/v1/connections/" + connection.id() + "/token");
    }

    private static RequestSpecification with(String key) {
        return Fixtures.bearer(key).urlEncodingEnabled(false);
    }

    private RequestSpecification withAnother() {
        return with(connection.journey().tenant().key("tokens"));
    }

    @Test
    void theTwoWaysDiffer() {
        remember();

        assertThat(StatementCount.of(withAnother(), this::get)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRowOfAnyKindIsReadTheSameBothWays(RowKind kind) {
        String path = connection.id() + "/token";
        kind.set(connection);
        Map<String, String> fast = read(with(key), path);
        kind.set(connection);
        Map<String, String> sure = read(withAnother(), path);

        if (kind.isOfItsOwnEnd()) {
            Stream.of(fast, sure).forEach(TokenReadWaysTest::forgetTokens);
        }
        assertThat(fast).isEqualTo(sure).containsEntry("status", String.valueOf(kind.status));
        assertThat(sure.get("body")).contains(kind.status == 200 ? "access_token" : "\"code\"");
    }

    /** Of what was set or refreshed in between, the tokens and their end differ. */
    private static void forgetTokens(Map<String, String> response) {
        response.computeIfPresent(
                "body",
                (name, body) -> body.replaceAll("(\"(access_token|expires_at)\":\")[^\"]+", "$1…"));
        response.remove("content-length");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?min_ttl=0",
                "?min_ttl=60",
                "?min_ttl=060",
                "?min_ttl=999",
                "?min_ttl=1000",
                "?min_ttl=3600",
                "?min_ttl=3601",
                "?min_ttl=0060",
                "?min_ttl=00060",
                "?min_ttl=",
                "?min_ttl",
                "?min_ttl=x",
                "?min_ttl=-1",
                "?min_ttl=+1",
                "?min_ttl=1.5",
                "?min_ttl=%36%30",
                "?min_ttl=%20",
                "?min_ttl=99999999999",
                "?min_ttl=60&min_ttl=x",
                "?min_ttl=x&min_ttl=60",
                "?min_ttl=60&",
                "?min_ttl=60&other=1",
                "?other=1",
                "?MIN_TTL=x",
                "?min_ttl=%D9%A1",
                "?min_ttl=60;x"
            })
    void aQueryOfAnyShapeIsReadTheSameBothWays(String query) {
        assertSame(connection.id() + "/token" + query);
    }

    @Test
    void anUnknownIdIsReadTheSameBothWays() {
        String other = Connected.at(GRACE).id();
        connection.sql(
                "INSERT INTO connection_alias SELECT tenant_id, 'conn_of_ways', id,"
                        + " now() + '1 day' FROM connection WHERE id = $1");

        for (String id : List.of(UNKNOWN, other, "conn_", "x", "%63" + id().substring(1))) {
            remember();
            assertSame(id + "/token");
        }
        assertSame("conn_of_ways/token");
        assertThat(read(with(key), other + "/token"))
                .isEqualTo(read(withAnother(), UNKNOWN + "/token"))
                .containsEntry("status", "404");
    }

    private String id() {
        return connection.id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/problem+json",
                "text/html",
                "text/plain",
                "application/*;q=0.1",
                "application/json, text/plain, */*",
                "text/html, */*;q=0.5",
                "application/json;q=0",
                "nonsense",
                ""
            })
    void whateverIsAcceptedItIsReadTheSameBothWays(String accept) {
        String path = connection.id() + "/token";

        assertThat(read(with(key).header("Accept", accept), path))
                .isEqualTo(read(withAnother().header("Accept", accept), path));
    }

    private void assertSame(String path) {
        assertThat(read(with(key), path)).isEqualTo(read(withAnother(), path));
    }

    /** Status, header fields by their names in lower case, and body. */
    private static Map<String, String> read(RequestSpecification request, String path) {
        Response response = request.header("X-Request-Id", "ways").get("/v1/connections/" + path);
        Map<String, String> read = new TreeMap<>();
        for (Header header : response.headers()) {
            read.merge(
                    header.getName().toLowerCase(Locale.ROOT),
                    header.getValue(),
                    (a, b) -> a + "\n" + b);
        }
        read.computeIfPresent("retry-after", (name, seconds) -> nearly(Long.parseLong(seconds)));
        read.put("status", String.valueOf(response.statusCode()));
        read.put("body", response.asString().replaceAll("Incident \\w+", "Incident …"));
        return read;
    }

    /** Seconds pass between the two reads. */
    private static String nearly(long seconds) {
        return String.valueOf((seconds + 5) / 10 * 10);
    }
}
