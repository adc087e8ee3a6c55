package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.outbound.OutboundClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More forms of token responses that others met: issue 12, A 1 and 2. */
class FieldFormsTest {
    private static final String ISSUED =
            "{'access_token':'at','refresh_token':'rt-that-nobody-may-see','expires_in':60}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<br />\n<b>Warning</b>: Undefined {index} in x.php on line 3<br />\n" + ISSUED,
                "Deprecated: a = b & c in /srv/oauth.php on line 9\n" + ISSUED,
                ")]}',\n" + ISSUED,
                "for(;;);" + ISSUED,
                "callback(" + ISSUED + ");",
                ISSUED + "\n<!-- cached -->",
                "/* a comment */ " + ISSUED,
                "{access_token:'at',refresh_token:'rt-that-nobody-may-see',expires_in:60}",
                "{'accessToken':'at','refreshToken':'rt-that-nobody-may-see','expiresIn':60}",
                "{'data':{'token':" + ISSUED + "}}",
                "{'access_token':'at','refresh_token':'rt-that-nobody-may-see','expires_in':60,'scope':'a"
            })
    void tokensAreFoundWhateverStandsAroundThem(String body) {
        TokenSet tokens = issued(body);

        assertThat(tokens.accessToken()).isEqualTo("at");
        assertThat(tokens.refreshToken()).contains("rt-that-nobody-may-see");
        assertThat(tokens.lifetime()).contains(Duration.ofSeconds(60));
    }

    @Test
    void aPlusInAFormsTokenIsAPlus() {
        TokenSet tokens = issued("access_token=a+b==&refresh_token=r+%2Bt/&scope=x+y");

        assertThat(tokens.accessToken()).isEqualTo("a+b==");
        assertThat(tokens.refreshToken()).contains("r++t/");
        assertThat(tokens.scopes()).contains(List.of("x", "y"));
    }

    /** It is no refusal in plain words: called dead for it, a living grant was lost. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'access_token':'at','expires_in':60,'refresh_token':'rt-that-nobody-may",
                "{'refresh_token':'rt-that-nobody-may-see','access_token':'at",
                "{'refresh_token' 'rt-that-nobody-may-see' 'invalid'}",
                "[{'refresh_token':'rt-that-nobody-may-see' invalid",
                "the refresh token is rt-that-nobody-may-see and invalid"
            })
    void aBrokenResponseIsNoRefusalAndIsNotShown(String body) {
        TokenResponse response = read(200, body);

        assertThat(response).isInstanceOf(TokenResponse.Malformed.class);
        assertThat(response.toString()).doesNotContain("rt-that");
        assertThat(read(400, "{'refresh_token':'rt-that-nobody-may-see' invalid").toString())
                .doesNotContain("rt-that");
    }

    @Test
    void aBraceInQuotesBeforeThemIsNoBeginning() {
        String body = "syntax error, unexpected '{' in t.php\n{\"access_token\":\"at\"}";
        OutboundClient.Reply reply = new OutboundClient.Reply(200, Map.of(), body);

        assertThat(TokenResponseParser.read(reply, 0)).isInstanceOf(TokenResponse.Issued.class);
    }

    /** What its end would have said may be another's, or newer, than what came of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':{'access_token':'at'},'refresh_token':'rt-ne",
                "{'data':{'access_token':'at','refresh_token':'rt'},'access_token':'other",
                "{'refresh_token':'rt','authed_user':{'access_token':'theirs'},'access_token':'o",
                "{'access_token':'at','warn':{'error':'none'},'refresh_token':'rt",
                "{'access_token':'at','refresh_token':123456",
                "{'access_token':'at','authed_user':{'access_token':'theirs'},'is_install':fal"
            })
    void aPartOfACutResponseIsNotTakenForIt(String body) {
        assertThat(read(200, body)).isInstanceOf(TokenResponse.Malformed.class);
    }

    @Test
    void aCutResponseIsReadWhereTheEntryHasItsTokens() {
        TokenDialect dialect = withTokensOf("authed_user");
        String bot = "{'access_token':'bot','refresh_token':'bot-rt','authed_user':{";

        assertThat(read(200, bot + "'access_token':'at','refresh_token':'r", dialect))
                .isInstanceOf(TokenResponse.Malformed.class);
        assertThat(read(200, "{'at':{'v':'at'},'refresh_token':'r", withAccessTokenAt("/at/v")))
                .isInstanceOf(TokenResponse.Malformed.class);
        assertThat(read(200, bot + "'access_token':'at','refresh_token':'rt'},'ok':", dialect))
                .isInstanceOfSatisfying(
                        TokenResponse.Issued.class,
                        issued -> assertThat(issued.tokens().refreshToken()).contains("rt"));
    }

    @Test
    void aRefreshTokenAroundTheAccessTokenIsFound() {
        TokenSet tokens = issued("{'data':{'refresh_token':'rt','token':{'access_token':'at'}}}");

        assertThat(tokens.accessToken()).isEqualTo("at");
        assertThat(tokens.refreshToken()).contains("rt");
    }

    /** A server's error passes, whatever RFC's code stands beside the entry's word. */
    @Test
    void anEntrysWordWithAServersErrorIsAllThatCounts() {
        TokenDialect dialect = withBusyWord("SYS_BUSY");
        String body = "{'error':'invalid_grant','code':'SYS_BUSY'}";

        assertThat(read(503, body, dialect)).isInstanceOf(TokenResponse.RateLimited.class);
        assertThat(read(503, "{'error':'invalid_grant'}", dialect))
                .isInstanceOf(TokenResponse.Unavailable.class);
    }

    @Test
    void longWordsCostNoTime() {
        String words = "client".repeat(40_000);

        assertThat(read(400, "{'error':'" + words + "','error_description':'" + words + "'}"))
                .isInstanceOf(TokenResponse.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Notice: x\n{'error':'invalid_grant','error_description':'gone'}",
                "{'error':'invalid_grant','error_description':'The refresh tok"
            })
    void aRefusalIsFoundInWhatIsLeftOfIt(String body) {
        assertThat(((TokenResponse.Refused) read(400, body)).ofGrant()).isTrue();
    }

    /**
     * It is others' text: no more fields than a refusal has, and no longer names, are looked at.
     */
    @Test
    void aRefusalIsLookedForInItsFirstFieldsOnly() {
        assertThat(read(400, "{" + fields(199) + "'Error-Code':'invalid_grant'}"))
                .isInstanceOfSatisfying(
                        TokenResponse.Refused.class,
                        refused -> assertThat(refused.ofGrant()).isTrue());
        for (String late :
                List.of(
                        "{" + fields(200) + "'Error-Code':'invalid_grant'}",
                        "{'error" + "_".repeat(40) + "':'invalid_grant'}")) {
            assertThat(read(400, late)).as(late).isInstanceOf(TokenResponse.Malformed.class);
        }
    }

    @Test
    void anExactNameComesFirstAndIsFoundWhereverItStands() {
        for (String body :
                List.of(
                        "{'Error':'server_error','error':'invalid_grant'}",
                        "{" + fields(30_000) + "'error':'invalid_grant'}",
                        "{'E-r-r-o-r':'invalid_grant','ERROR':'server_error'}")) {
            assertThat(((TokenResponse.Refused) read(400, body)).ofGrant()).isTrue();
        }
    }

    @Test
    void aLifetimeIsLookedForInTheFirstFieldsOnly() {
        String tokens = "{'access_token':'at','refresh_token':'rt',";

        assertThat(issued(tokens + fields(197) + "'token_lifetime':60}").lifetime())
                .contains(Duration.ofSeconds(60));
        assertThat(issued(tokens + fields(200) + "'token_lifetime':60}").lifetime()).isEmpty();
        assertThat(issued(tokens + fields(200) + "'expires_in':60}").lifetime())
                .contains(Duration.ofSeconds(60));
    }

    private static String fields(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "'x" + i + "':" + i + ",")
                .collect(Collectors.joining());
    }

    @Test
    void aRedirectIsTold() {
        assertThat(((TokenResponse.Malformed) read(302, "")).detail()).contains("redirect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'expires':5184000 | 5184000",
                "'expires':'3600' | 3600",
                "'expires_in_seconds':900 | 900",
                "'access_token_expires_in':900 | 900",
                "'accessTokenExpiresIn':'900' | 900",
                "'expires_in':null,'token_expires_in':900 | 900"
            })
    void aLifetimeUnderAnotherNameIsRead(String field, long seconds) {
        TokenSet tokens = issued("{'access_token':'at'," + field + "}");

        assertThat(tokens.lifetime()).contains(Duration.ofSeconds(seconds));
        assertThat(tokens.endless()).isFalse();
    }

    @Test
    void anEndThatIsATimeIsReadWhereThereIsNoLifetime() {
        Instant end = Instant.now().plus(Duration.ofHours(2));
        for (String at :
                List.of(
                        "'expires_at':" + end.getEpochSecond(),
                        "'expires_at':'" + end.getEpochSecond() + "'",
                        "'expires_on':" + end.toEpochMilli(),
                        "'expiresAt':'" + end + "'",
                        "'expires':" + end.getEpochSecond(),
                        "'access_token_expiration':" + end.getEpochSecond())) {
            assertThat(issued("{'access_token':'at','refresh_token':'rt'," + at + "}").lifetime())
                    .as(at)
                    .hasValueSatisfying(
                            lifetime ->
                                    assertThat(lifetime)
                                            .isBetween(
                                                    Duration.ofMinutes(118), Duration.ofHours(2)));
        }
        assertThat(issued("{'access_token':'at','expires_in':60,'expires_at':1}").lifetime())
                .contains(Duration.ofSeconds(60));
        assertThat(issued("{'access_token':'at','expires_at':1}").lifetime()).isEmpty();
        assertThat(issued("{'access_token':'at','expires':true}").endless()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a+b'",
                "'a%20b'",
                "'a;b'",
                "'a|b'",
                "'[\\u0022a\\u0022,\\u0022b\\u0022]'",
                "['a','a','b']",
                "'a b a'"
            })
    void scopesAreToldApartHoweverTheyAreJoined(String scope) {
        assertThat(issued("{'access_token':'at','scope':" + scope + "}").scopes())
                .contains(List.of("a", "b"));
    }

    @ParameterizedTest
    @CsvSource({
        "BearerToken, Bearer",
        "bearer_token, Bearer",
        "BEARER, Bearer",
        "DPoP, DPoP",
        "JWT, JWT"
    })
    void everySpellingOfBearerIsOne(String spelled, String type) {
        assertThat(issued("{'access_token':'at','token_type':'" + spelled + "'}").tokenType())
                .isEqualTo(type);
    }

    private static TokenDialect withTokensOf(String part) {
        return with(
                Optional.of("/" + part + "/access_token"),
                Optional.of("/" + part + "/refresh_token"));
    }

    private static TokenDialect withAccessTokenAt(String pointer) {
        return with(Optional.of(pointer), Optional.empty());
    }

    private static TokenDialect with(Optional<String> accessToken, Optional<String> refreshToken) {
        return new TokenDialect(
                new TokenDialect.TokenPointers(
                        accessToken,
                        refreshToken,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                TokenDialect.ErrorWords.NONE,
                TokenDialect.ExtraParameters.NONE,
                true,
                TokenDialect.LONGEST);
    }

    private static TokenDialect withBusyWord(String word) {
        return new TokenDialect(
                TokenDialect.TokenPointers.NONE,
                new TokenDialect.ErrorWords(List.of(), List.of(), List.of(), List.of(word)),
                TokenDialect.ExtraParameters.NONE,
                true,
                TokenDialect.LONGEST);
    }

    private static TokenSet issued(String body) {
        TokenResponse response = read(200, body);
        assertThat(response).isInstanceOf(TokenResponse.Issued.class);
        return ((TokenResponse.Issued) response).tokens();
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
