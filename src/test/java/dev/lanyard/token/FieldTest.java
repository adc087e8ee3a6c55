package dev.lanyard.token;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.ResponseText;
import dev.lanyard.token.TokenDialect.ErrorWords;
import dev.lanyard.token.TokenDialect.ExtraParameters;
import dev.lanyard.token.TokenDialect.SuccessMark;
import dev.lanyard.token.TokenDialect.TokenPointers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 12, A: what token endpoints of the field answer, and what is made of it. */
class FieldTest {
    private static final String ISSUED =
            "{\"access_token\":\"at\",\"refresh_token\":\"rt\",\"expires_in\":60}";
    private static final int MOST = 256 * 1024;

    /** What is issued, as {@code brotli} makes it. */
    private static final String BROTLI =
            "GzkAAJ0Hti3qdf8Qi0duNGqRL5u9CZPWV2FyzaJTRscxzgf1G6ZrGkxvBEdE0styLw8ZNkMCGZBiMw==";

    /** The same, flushed before its end, as a server does that streams. */
    private static final String BROTLI_FLUSHED =
            "ixwAAJ0Hti3qdf8Qi0duNGqRL5u9CZPWV2FyzaJTRscxzgf1G6ZrGkxvBEdE0styLw8ZNkMCGZBiswED";

    /** 50 MiB of nothing. */
    private static final String BROTLI_BOMB =
            "y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//B/8EQBwWAOje/+X//wf+CYA4LADQvf8A";

    @Test
    void a01_anAnswerIsReadWhateverItsCoding() throws IOException {
        byte[] plain = ISSUED.getBytes(UTF_8);

        assertThat(text(Map.of("content-encoding", "gzip"), gzip(plain))).isEqualTo(ISSUED);
        assertThat(text(Map.of(), gzip(plain))).isEqualTo(ISSUED);
        assertThat(text(Map.of("content-encoding", "gzip, gzip"), gzip(gzip(plain))))
                .isEqualTo(ISSUED);
        assertThat(text(Map.of("content-encoding", "Deflate"), deflate(plain, false)))
                .isEqualTo(ISSUED);
        assertThat(text(Map.of("content-encoding", "deflate"), deflate(plain, true)))
                .isEqualTo(ISSUED);
        assertThat(text(Map.of("content-encoding", "gzip"), plain)).isEqualTo(ISSUED);
        assertThat(text(Map.of("content-encoding", "deflate"), plain)).isEqualTo(ISSUED);
        assertThat(text(Map.of(), ("\ufeff" + ISSUED).getBytes(UTF_8))).isEqualTo(ISSUED);
        assertThat(text(Map.of(), ("\ufeff" + ISSUED).getBytes(UTF_16BE))).isEqualTo(ISSUED);
        assertThat(text(Map.of(), gzip(("\ufeff" + ISSUED).getBytes(UTF_8)))).isEqualTo(ISSUED);
        assertThat(text(Map.of(), deflate(plain, false))).isEqualTo(ISSUED);
        assertThat(text(Map.of("content-encoding", "deflate, gzip"), gzip(deflate(plain, false))))
                .isEqualTo(ISSUED);
        assertThat(text(Map.of("content-encoding", "deflate, gzip"), gzip(deflate(plain, true))))
                .isEqualTo(ISSUED);
        assertThat(text(Map.of(), ISSUED.getBytes(UTF_16BE))).isEqualTo(ISSUED);
        assertThat(text(Map.of(), ISSUED.getBytes(UTF_16LE))).isEqualTo(ISSUED);
    }

    @Test
    void a01_aCompressedAnswerWithoutItsLastBytesIsReadAsFarAsItGoes() throws IOException {
        byte[] whole = gzip(ISSUED.getBytes(UTF_8));
        byte[] badSum = whole.clone();
        badSum[badSum.length - 7]++;

        assertThat(text(Map.of(), Arrays.copyOf(whole, whole.length - 8))).isEqualTo(ISSUED);
        assertThat(text(Map.of(), badSum)).isEqualTo(ISSUED);
    }

    /** Nobody offered to take it. */
    @Test
    void a01_brotliIsRead() throws IOException {
        byte[] brotli = Base64.getDecoder().decode(BROTLI);
        Map<String, String> coded = Map.of("content-encoding", "br");

        assertThat(text(coded, brotli)).isEqualTo(ISSUED);
        assertThat(text(Map.of("content-encoding", "gzip, BR"), brotli)).isEqualTo(ISSUED);
        assertThat(text(Map.of("content-encoding", "br, gzip"), gzip(brotli))).isEqualTo(ISSUED);
        assertThat(text(coded, ISSUED.getBytes(UTF_8))).isEqualTo(ISSUED);
        assertThat(text(coded, gzip(ISSUED.getBytes(UTF_8)))).isEqualTo(ISSUED);
        assertThat(text(coded, Base64.getDecoder().decode(BROTLI_BOMB))).isEmpty();
    }

    /** The decoder alone would make a refresh token of what lacks. */
    @Test
    void a01_ofBrotliWithoutItsLastBytesNothingIsMadeUp() {
        byte[] whole = Base64.getDecoder().decode(BROTLI);
        Map<String, String> coded = Map.of("content-encoding", "br");

        assertThat(text(coded, Base64.getDecoder().decode(BROTLI_FLUSHED))).isEqualTo(ISSUED);
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(text(coded, cut)).isEqualTo(text(Map.of(), cut));
        }
    }

    @Test
    void a01_aBombEndsWhereALongBodyDoes() throws IOException {
        byte[] bomb = gzip(new byte[50 << 20]);

        assertThat(bomb.length).isLessThan(MOST);
        assertThat(text(Map.of("content-encoding", "gzip"), bomb)).isEmpty();
        assertThat(text(Map.of("content-encoding", "gzip"), gzip(bomb))).isEmpty();
        assertThat(text(Map.of("content-encoding", "deflate"), deflate(new byte[9 << 20], false)))
                .isEmpty();
        assertThat(text(Map.of(), new byte[MOST + 1])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_token=at&refresh_token=r%2Ft&expires_in=60&token_type=bearer",
                "expires_in=60&refresh_token=r%2Ft&access_token=at&token_type=BEARER\n",
                "{\"ok\":true,\"authed_user\":{\"access_token\":\"at\",\"refresh_token\":\"r/t\",\"expires_in\":60,"
                        + "\"token_type\":\"Bearer\"}}",
                "{\"data\":{\"access_token\":\"at\",\"refresh_token\":\"r/t\",\"expires_in\":\"60\"}}",
                "{\"access_token\":\"at\",\"x\":{},\"refresh_token\":\"r/t\",\"expires_in\":60.0,\"token_type\":null}",
                "{\"access_token\":\"\",\"user\":{\"access_token\":\"at\",\"refresh_token\":\"r/t\",\"expires_in\":60}}",
                "{\"a\":{\"access_token\":null},\"b\":[{\"access_token\":\"at\",\"refresh_token\":\"r/t\",\"expires_in\":60}]}",
                "{\"access_token\":\"at\\n\",\"refresh_token\":\"r/t\",\"expires_in\":60,\"token_type\":\"bearer \"}",
                "{\"access_token\":\"at\",\"refresh_token\":\"r/t\",\"expires_in\":060,\"x\":NaN,}",
                "\"{\\\"access_token\\\":\\\"at\\\",\\\"refresh_token\\\":\\\"r/t\\\",\\\"expires_in\\\":60}\""
            })
    void a01_tokensAreFoundInFormsAndOneLevelDeeper(String body) {
        TokenSet tokens = issued(body);

        assertThat(tokens.accessToken()).isEqualTo("at");
        assertThat(tokens.refreshToken()).contains("r/t");
        assertThat(tokens.lifetime()).contains(Duration.ofSeconds(60));
        assertThat(tokens.tokenType()).isEqualTo("Bearer");
    }

    @Test
    void a01_tokensAreFoundWhereTheEntryPoints() {
        TokenDialect dialect =
                dialect(
                        new TokenPointers(
                                Optional.of("/a/b/token"),
                                Optional.of("/a/renewal"),
                                Optional.of("/a/ttl"),
                                Optional.of("/a/rights"),
                                Optional.empty()),
                        ErrorWords.NONE);

        TokenSet tokens =
                issued(
                        "{'a':{'b':{'token':'at'},'renewal':'rt','ttl':'60','rights':'x y'}}",
                        dialect);

        assertThat(tokens.accessToken()).isEqualTo("at");
        assertThat(tokens.refreshToken()).contains("rt");
        assertThat(tokens.lifetime()).contains(Duration.ofSeconds(60));
        assertThat(tokens.scopes()).contains(List.of("x", "y"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'refresh_token':'rt'} | it holds no access_token",
                "{'access_token':null} | it holds no access_token",
                "{'access_token':'a b'} | its access_token is no text that can be a token",
                "{'access_token':7} | its access_token is no text that can be a token",
                "<html>a=b</html> | it is neither JSON nor form-encoded, and so holds no access_token",
                "7 | it is neither JSON nor form-encoded, and so holds no access_token",
                "refresh_token=rt | it holds no access_token"
            })
    void a01_theFieldThatIsMissingIsNamed(String body, String detail) {
        assertThat(read(200, body)).isEqualTo(new TokenResponse.Malformed(200, detail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", " lead", "über", "\ud83d\ude00", "a\u0007b", "\"q\""})
    void a01_aRefreshTokenIsKeptWhateverItIsMadeOf(String odd) {
        String body =
                new io.vertx.core.json.JsonObject()
                        .put("access_token", "at")
                        .put("refresh_token", odd)
                        .encode();

        assertThat(issued(body).refreshToken()).contains(odd);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'scope':'a\\u0000b'",
                "'scope':['a\\u0000','b']",
                "'scope':' a,,b '",
                "'scopes':'a b'"
            })
    void a01_scopesHoldNothingThatCannotBeStored(String scope) {
        assertThat(issued("{'access_token':'at'," + scope + "}").scopes())
                .contains(List.of("a", "b"));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"5\"', 5",
        "'\" 5 \"', 5",
        "'\"5.9\"', 5",
        "'\"5.\"', 5",
        "5.9, 5",
        "1e3, 1000",
        "'\"\"', ",
        "'\" \"', ",
        "null, ",
        "0, ",
        "'\"0\"', ",
        "-5, ",
        "'\"-5\"', ",
        "0.5, ",
        "'\"2h\"', ",
        "'\"1e3\"', ",
        "99999999999, ",
        "'\"99999999999999999999\"', "
    })
    void a02_aLifetimeIsANumberHoweverItIsWritten(String json, Long seconds) {
        String body = "{\"access_token\":\"at\",\"refresh_token\":\"rt\",\"expires_in\":%s}";

        assertThat(issued(body.formatted(json)).lifetime())
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
        assertThat(issued(body.formatted(json)).endless()).isFalse();
    }

    @Test
    void a02_withoutLifetimeAndRefreshTokenThereIsNoEnd() {
        assertThat(issued("{'access_token':'at'}").endless()).isTrue();
        assertThat(issued("{'access_token':'at','expires_in':''}").endless()).isTrue();
        assertThat(issued("{'access_token':'at','expires_in':0}").endless()).isFalse();
        assertThat(issued("{'access_token':'at','refresh_token':'rt'}").endless()).isFalse();
        assertThat(issued("{'access_token':'at'}").renewed(true).endless()).isFalse();
        TokenDialect never =
                new TokenDialect(
                        TokenPointers.NONE,
                        ErrorWords.NONE,
                        ExtraParameters.NONE,
                        false,
                        TokenDialect.LONGEST);
        assertThat(issued("{'access_token':'at','expires_in':60}", never).endless()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'refresh_token_expires_in':3600",
                "'refresh_token_expires_in':'3600'",
                "'refresh_expires_in':3600",
                "'x_refresh_token_expires_in':3600.0",
                "'refreshTokenExpiresIn':3600",
                "'refresh_token_lifetime':3600",
                "'refresh_token_validity':'3600'",
                "'refresh-token-expires-in':3600"
            })
    void a02_theGrantsOwnEndIsRead(String field) {
        assertThat(issued("{'access_token':'at','refresh_token':'rt'," + field + "}"))
                .extracting(TokenSet::grantLifetime)
                .isEqualTo(Optional.of(Duration.ofHours(1)));
    }

    @Test
    void a02_theGrantsOwnEndIsReadWhereItIsATime() {
        Instant end = Instant.now().plus(Duration.ofDays(30));

        for (String at :
                List.of(
                        "'refresh_token_expires_at':'" + end + "'",
                        "'refreshTokenExpiresAt':" + end.getEpochSecond(),
                        "'refresh_token_expires_on':" + end.toEpochMilli(),
                        "'refresh_token_expiration':'" + end.getEpochSecond() + "'")) {
            assertThat(issued("{'access_token':'at','refresh_token':'rt'," + at + "}"))
                    .as(at)
                    .satisfies(
                            tokens ->
                                    assertThat(tokens.grantLifetime().orElseThrow())
                                            .isBetween(
                                                    Duration.ofDays(30).minusMinutes(1),
                                                    Duration.ofDays(30)));
        }
        assertThat(issued("{'access_token':'at','refresh_token_expires_at':'soon'}"))
                .extracting(TokenSet::grantLifetime)
                .isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "200 | {'error':'bad_refresh_token'}",
                "400 | {'error':'bad_refresh_token'}",
                "200 | {'ok':false,'error':'invalid_refresh_token'}",
                "400 | {'error':'invalid_request','error_description':'The refresh token is no longer valid'}",
                "400 | {'error':'invalid_request','error_description':'Invalid refresh_token'}",
                "401 | {'error':'invalid_token'}",
                "400 | {'error':'interaction_required'}",
                "403 | {'error':'consent_required'}",
                "400 | {'error':{'code':'invalid_grant','message':'gone'}}",
                "400 | {'error':{'type':'RefreshTokenExpired'}}",
                "400 | {'errors':[{'code':'invalid-grant'}]}",
                "400 | {'code':'REFRESH_TOKEN_EXPIRED','message':'x'}",
                "400 | {'error':'Invalid Grant'}",
                "400 | {'message':'The refresh token is invalid'}",
                "400 | {'error':true,'error_code':'invalid_grant'}",
                "400 | {'error':400,'message':'Refresh token expired'}",
                "400 | {'error':'Bad Request','code':'invalid_grant'}",
                "400 | {'error':{'error':'invalid_grant'}}",
                "400 | {'data':{'error':'invalid_grant'}}",
                "400 | [{'errorCode':'INVALID_GRANT','message':'gone'}]",
                "200 | {'ok':false,'code':'invalid_grant'}",
                "200 | {'status':'error','message':'Refresh token expired'}",
                "200 | {'success':false,'errorCode':'refreshTokenExpired'}",
                "403 | {'error':'access_denied','error_description':'Refresh token revoked'}",
                "400 | invalid_grant",
                "400 | Refresh token is no longer valid",
                "400 | error=invalid_grant&error_description=gone",
                "200 | error=bad_verification_code&error_description=The+code+passed+is+incorrect"
            })
    void a04_aDeadGrantIsKnownInOtherWords(int status, String body) {
        TokenResponse.Refused refused = refused(read(status, body));

        assertThat(refused.ofGrant()).as(refused.toString()).isTrue();
        assertThat(refused.ofClient()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "200 | {'error':'incorrect_client_credentials'}",
                "401 | {'error':'deleted_client'}",
                "400 | {'error':'bad_client_secret'}",
                "400 | {'error':'invalid_client_id'}",
                "400 | {'error':'client_not_found'}",
                "401 | <html>",
                "400 | {'error':'invalid_request','error_description':'The client secret is incorrect'}",
                "403 | {'error':{'code':'unauthorized_client'}}",
                "401 | {'error':'unauthorized','error_description':'Bad credentials'}",
                "401 | {'message':'Unauthorized','code':401}",
                "401 | {'error':false,'message':'No'}",
                "401 | Unauthorized",
                "400 | Invalid client credentials",
                "401 | {'error':'unauthorized_client','error_description':'refresh token'}"
            })
    void a04_aRejectedClientIsKnownInOtherWords(int status, String body) {
        TokenResponse.Refused refused = refused(read(status, body));

        assertThat(refused.ofClient()).as(refused.toString()).isTrue();
        assertThat(refused.ofGrant()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'error':'invalid_request','error_description':'redirect_uri is required'}",
                "{'error':'invalid_request','error_description':'refresh_token is required'}",
                "{'error':'invalid_request','error_description':'Missing parameter: client_id'}",
                "{'error':'invalid_request'}",
                "{'error':'unsupported_grant_type','error_description':'refresh_token'}",
                "{'error':'invalid_scope'}",
                "{'message':'Bad Request','code':17}",
                "{'message':'Bad Request'}"
            })
    void a04_whatIsAboutNeitherProvesNothing(String body) {
        TokenResponse.Refused refused = refused(read(400, body));

        assertThat(refused.ofGrant() || refused.ofClient()).as(refused.toString()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "unauthorized_scope_error, true",
        "INVALID_SCOPE, true",
        "invalid-scope, true",
        "invalid_request, false"
    })
    void a04_refusedScopesAreKnownInOtherWords(String error, boolean ofScope) {
        assertThat(refused(read(400, "{'error':'" + error + "'}")).ofScope()).isEqualTo(ofScope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'access_token':'','status':'ok'}",
                "{'error':false,'status':'pending','message':'refresh token queued'}",
                "{'error':0}"
            })
    void a04_whatIsNoRefusalIsNone(String body) {
        assertThat(read(200, body)).isInstanceOf(TokenResponse.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':'rate_limit_exceeded'}",
                "{'error':'userRateLimitExceeded'}",
                "{'error':'too_many_requests','error_description':'of refresh tokens'}",
                "{'error':'invalid_request','error_description':'Too many refresh token requests'}",
                "{'error':{'code':'THROTTLED'}}",
                "{'message':'API rate limit exceeded; a refresh token was presented'}",
                "Rate limit exceeded"
            })
    void a07_aLimitIsKnownByItsWords(String body) {
        assertThat(read(400, body)).isInstanceOf(TokenResponse.RateLimited.class);
    }

    @Test
    void a11_anAddressThatIsNoTokenEndpointIsToldByItsStatus() {
        assertThat(read(404, "{'error':'Not Found','message':'No route'}"))
                .isEqualTo(new TokenResponse.Malformed(404, "it says: Not Found No route"));
        assertThat(refused(read(404, "{'error':'invalid_grant'}")).ofGrant()).isTrue();
        assertThat(read(405, "{'message':'Method not allowed'}"))
                .isInstanceOf(TokenResponse.Malformed.class);
    }

    @Test
    void a04_anEntryAddsWords() {
        ErrorWords words =
                new ErrorWords(
                        List.of("E-17"),
                        List.of("app is asleep"),
                        List.of(),
                        List.of("come back later"));
        TokenDialect dialect =
                dialect(
                        new TokenPointers(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new SuccessMark("/ok", "true"))),
                        words);

        assertThat(refused(read(200, "{'ok':false,'code':'e-17'}", dialect)).ofGrant()).isTrue();
        assertThat(
                        refused(read(400, "{'error':'x','message':'App is asleep'}", dialect))
                                .ofClient())
                .isTrue();
        assertThat(read(400, "{'error':'Come back later'}", dialect))
                .isInstanceOf(TokenResponse.RateLimited.class);
        assertThat(refused(read(500, "{'error':'e-17'}", dialect)).ofGrant()).isTrue();
        assertThat(read(503, "{'error':'Come back later'}", dialect))
                .isInstanceOf(TokenResponse.RateLimited.class);
        assertThat(read(500, "{'error':'invalid_grant'}", dialect))
                .isInstanceOf(TokenResponse.Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "403, retry-after, 7, true",
        "403, x-ratelimit-remaining, 0, true",
        "403, ratelimit-remaining, 0, true",
        "403, x-ratelimit-remaining, 10, false",
        "403, x-ratelimit-remaining-minute, 0, true",
        "403, x-ratelimit-requests-remaining, '0, 0;w=60', true",
        "403, ratelimit, 'limit=100, remaining=0, reset=5', true",
        "403, ratelimit, '\"default\";r=0;t=5', true",
        "403, ratelimit, '\"default\";r=10;t=5', false",
        "403, x-ratelimit-limit, 0, false",
        "429, x, y, true",
        "401, retry-after, 7, false"
    })
    void a07_aLimitIsKnownByItsHeaders(int status, String header, String value, boolean limit) {
        TokenResponse response =
                TokenResponseParser.read(
                        new OutboundClient.Reply(status, Map.of(header, value), "no"), 0);

        assertThat(response instanceof TokenResponse.RateLimited).isEqualTo(limit);
    }

    @Test
    void a09_outsideTextHoldsNoSecretOfTheRequest() {
        SecretBlotter secrets =
                SecretBlotter.of("code/4711+secret=", "s3cr", null, "a-verifier-of-43-characters");

        assertThat(secrets.blot("bad code/4711+secret= given")).isEqualTo("bad [left out] given");
        assertThat(secrets.blot("code%2F4711%2Bsecret%3D")).isEqualTo("[left out]");
        assertThat(secrets.blot("code/4711+sec…")).isEqualTo("[left out]…");
        assertThat(secrets.blot("code%2f4711%2bsecret%3d")).isEqualTo("[left out]");
        assertThat(secrets.blot("code\\/4711+secret=")).isEqualTo("[left out]");
        assertThat(secrets.blot("Y29kZS80NzExK3NlY3JldD0=")).startsWith("[left out]");
        assertThat(secrets.blot("s3cr s3cr")).isEqualTo("[left out] [left out]");
        assertThat(secrets.blot("a-verifier is wrong")).isEqualTo("a-verifier is wrong");
        TokenResponse.Refused refused =
                refused(
                        TokenResponseParser.read(
                                new OutboundClient.Reply(
                                        400,
                                        Map.of(),
                                        "{\"error\":\"s3cr\",\"error_description\":\""
                                                + "x".repeat(190)
                                                + "code\\/4711+secret=\"}"),
                                0,
                                TokenDialect.STANDARD,
                                secrets));
        assertThat(refused.toString()).doesNotContain("4711", "s3cr");
    }

    @Test
    void a10_thePairGoesOutAsTheEntrySays() {
        String secret = "a+b/c %&";

        assertThat(client(ClientCredentials.Method.CLIENT_SECRET_BASIC, secret).part(secret))
                .isEqualTo("a%2Bb%2Fc+%25%26");
        assertThat(client(ClientCredentials.Method.CLIENT_SECRET_BASIC_RAW, secret).part(secret))
                .isEqualTo(secret);
        assertThat(client(ClientCredentials.Method.CLIENT_SECRET_BASIC, secret).isEncoded())
                .isTrue();
        assertThat(client(ClientCredentials.Method.CLIENT_SECRET_BASIC, "abc").isEncoded())
                .isFalse();
        assertThat(client(ClientCredentials.Method.CLIENT_SECRET_BASIC_RAW, secret).isEncoded())
                .isFalse();
    }

    private static ClientCredentials client(ClientCredentials.Method method, String secret) {
        return new ClientCredentials(URI.create("https://a.example/t"), method, "id", secret);
    }

    private static String text(Map<String, String> headers, byte[] body) {
        return ResponseText.read(headers, body, MOST);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] plain, boolean bare) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate =
                new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, bare))) {
            deflate.write(plain);
        }
        return out.toByteArray();
    }

    private static TokenDialect dialect(TokenPointers pointers, ErrorWords words) {
        return new TokenDialect(pointers, words, ExtraParameters.NONE, true, TokenDialect.LONGEST);
    }

    private static TokenSet issued(String body) {
        return issued(body, TokenDialect.STANDARD);
    }

    private static TokenSet issued(String body, TokenDialect dialect) {
        TokenResponse response = read(200, body, dialect);
        assertThat(response).isInstanceOf(TokenResponse.Issued.class);
        return ((TokenResponse.Issued) response).tokens();
    }

    private static TokenResponse.Refused refused(TokenResponse response) {
        assertThat(response).isInstanceOf(TokenResponse.Refused.class);
        return (TokenResponse.Refused) response;
    }

    private static TokenResponse read(int status, String body) {
        return read(status, body, TokenDialect.STANDARD);
    }

    private static TokenResponse read(int status, String body, TokenDialect dialect) {
        return TokenResponseParser.read(
                new OutboundClient.Reply(status, Map.of(), body.replace((char) 39, '"')),
                0,
                dialect,
                SecretBlotter.of());
    }
}
