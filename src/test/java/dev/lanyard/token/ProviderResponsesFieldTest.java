package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.outbound.OutboundClient;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What well-known providers answer to a token request, as their documents and users have it, and
 * what it means: a living grant is not called dead, a dead one is noticed.
 */
class ProviderResponsesFieldTest {

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Slack           | 200 | {'ok':false,'error':'invalid_refresh_token'}",
                "Slack           | 200 | {'ok':false,'error':'token_revoked'}",
                "Slack           | 200 | {'ok':false,'error':'token_expired'}",
                "GitHub          | 200 | error=bad_refresh_token&error_description=The+refresh+token+passed+is+incorrect+or+expired.&error_uri=https%3A%2F%2Fdocs.github.com",
                "GitHub          | 200 | {'error':'bad_verification_code','error_description':'The code passed is incorrect or expired.'}",
                "Salesforce      | 400 | {'error':'invalid_grant','error_description':'expired access/refresh token'}",
                "HubSpot         | 400 | {'status':'BAD_REFRESH_TOKEN','message':'missing or invalid refresh token','correlationId':'1'}",
                "HubSpot         | 400 | {'status':'BAD_AUTH_CODE','message':'missing or unknown auth code'}",
                "QuickBooks      | 400 | {'error':'invalid_grant','error_description':'Token invalid'}",
                "Xero            | 400 | {'error':'invalid_grant'}",
                "Zoom            | 400 | {'reason':'Invalid Token!','error':'invalid_request'}",
                "Zoom            | 400 | {'reason':'Invalid authorization code 123','error':'invalid_request'}",
                "TikTok          | 200 | {'error':'invalid_grant','error_description':'Refresh token is invalid or expired.','log_id':'2'}",
                "TikTok, former  | 200 | {'data':{'captcha':'','description':'Refresh_token is invalid','error_code':10010},'message':'error'}",
                "LinkedIn        | 400 | {'error':'invalid_request','error_description':'The provided authorization grant or refresh token is invalid, expired or revoked'}",
                "Google          | 400 | {'error':'invalid_grant','error_description':'Token has been expired or revoked.'}",
                "Google          | 400 | {'error':'invalid_grant','error_subtype':'invalid_rapt','error_description':'reauth related error (invalid_rapt)'}",
                "Microsoft       | 400 | {'error':'invalid_grant','error_description':'AADSTS70008: The provided authorization code or refresh token has expired due to inactivity.','error_codes':[70008]}",
                "Microsoft       | 400 | {'error':'invalid_grant','error_description':'AADSTS700082: The refresh token has expired due to inactivity.','error_codes':[700082]}",
                "Microsoft       | 400 | {'error':'invalid_grant','error_description':'AADSTS50173: The provided grant has expired due to it being revoked.','suberror':'bad_token'}",
                "Microsoft       | 400 | {'error':'invalid_grant','error_description':'AADSTS65001: The user or administrator has not consented to use the application.','suberror':'consent_required'}",
                "Microsoft       | 400 | {'error':'interaction_required','error_description':'AADSTS50076: Due to a configuration change you must use multi-factor authentication.'}",
                "Okta            | 400 | {'error':'invalid_grant','error_description':'The refresh token is invalid or expired.'}",
                "Auth0           | 403 | {'error':'invalid_grant','error_description':'Unknown or invalid refresh token.'}",
                "Auth0           | 403 | {'error':'mfa_required','error_description':'Multifactor authentication required','mfa_token':'Fe26.2'}",
                "Dropbox         | 400 | {'error':'invalid_grant','error_description':'refresh token is invalid or revoked'}",
                "Notion          | 400 | {'error':'invalid_grant','request_id':'1'}",
                "Discord         | 400 | {'error':'invalid_grant'}",
                "Linear          | 400 | {'error':'invalid_request','error_description':'Invalid refresh token'}",
                "Figma           | 400 | {'error':true,'status':400,'message':'Invalid refresh token','i18n':null}",
                "GitLab          | 401 | {'error':'invalid_grant','error_description':'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.'}",
                "Box             | 400 | {'error':'invalid_grant','error_description':'Refresh token has expired'}",
                "Asana           | 400 | {'error':'invalid_grant','error_description':'The `refresh_token` provided was invalid.'}",
                "Zoho            | 200 | {'error':'invalid_code'}",
                "Webex           | 400 | {'message':'The request could not be understood.','errors':[{'description':'Invalid refresh token'}],'trackingId':'R'}",
                "DocuSign        | 400 | {'error':'invalid_grant','error_description':'expired_client_token'}",
                "DocuSign        | 400 | {'error':'consent_required'}",
                "Airtable        | 400 | {'error':'invalid_grant','error_description':'Invalid token'}",
                "X               | 400 | {'error':'invalid_request','error_description':'Value passed for the token was invalid.'}",
                "Spotify         | 400 | {'error':'invalid_grant','error_description':'Refresh token revoked'}",
                "Strava          | 400 | {'message':'Bad Request','errors':[{'resource':'RefreshToken','field':'refresh_token','code':'invalid'}]}",
                "Strava          | 400 | {'message':'Bad Request','errors':[{'resource':'AuthorizationCode','field':'code','code':'invalid'}]}",
                "Fitbit          | 400 | {'errors':[{'errorType':'invalid_grant','message':'Refresh token invalid: canary. Visit https://dev.fitbit.com'}],'success':false}",
                "Withings        | 200 | {'status':503,'body':{},'error':'Invalid Params: invalid refresh_token'}",
                "ClickUp         | 400 | {'err':'Invalid refresh token','ECODE':'OAUTH_033'}",
                "Snowflake       | 400 | {'data':null,'error':'invalid_grant','code':null,'message':'This is an invalid refresh token','success':false}",
                "Cognito         | 400 | {'__type':'NotAuthorizedException','message':'Refresh Token has been revoked'}",
                "Lark            | 200 | {'code':20026,'msg':'refresh token invalid'}",
                "WeChat          | 200 | {'errcode':42002,'errmsg':'refresh_token expired'}",
                "PayPal          | 400 | {'error':'invalid_refreshtoken','error_description':'Invalid refresh token'}",
                "Pinterest       | 400 | {'code':283,'message':'Invalid refresh token','status':'failure'}",
                "Azure DevOps    | 400 | {'Error':'invalid_grant','ErrorDescription':'The grant has expired'}",
                "Todoist         | 400 | {'error':'bad_authorization_code'}"
            })
    void rule18_aRefusalOfTheGrantIsThat(String provider, int status, String body) {
        assertThat(refused(status, body).meaning()).isEqualTo(RefusalMeaning.GRANT);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Slack        | 200 | {'ok':false,'error':'bad_client_secret'}",
                "Slack        | 200 | {'ok':false,'error':'invalid_client_id'}",
                "GitHub       | 200 | error=incorrect_client_credentials&error_description=The+client_id+and%2For+client_secret+passed+are+incorrect.",
                "GitHub       | 200 | {'error':'application_suspended','error_description':'Your application has been suspended.'}",
                "Salesforce   | 400 | {'error':'invalid_client_id','error_description':'client identifier invalid'}",
                "HubSpot      | 400 | {'status':'BAD_CLIENT_SECRET','message':'missing or invalid client secret'}",
                "Zoom         | 401 | {'reason':'Invalid client_id or client_secret','error':'invalid_client'}",
                "Google       | 401 | {'error':'deleted_client','error_description':'The OAuth client was deleted.'}",
                "Microsoft    | 401 | {'error':'invalid_client','error_description':'AADSTS7000215: Invalid client secret provided.'}",
                "Microsoft    | 401 | {'error':'invalid_client','error_description':'AADSTS7000222: The provided client secret keys are expired.'}",
                "Microsoft    | 400 | {'error':'unauthorized_client','error_description':'AADSTS700016: Application with identifier was not found in the directory.'}",
                "Okta         | 401 | {'errorCode':'invalid_client','errorSummary':'Invalid value for client_id parameter.','errorCauses':[]}",
                "Auth0        | 401 | {'error':'access_denied','error_description':'Unauthorized'}",
                "Atlassian    | 403 | {'error':'unauthorized_client','error_description':'refresh_token is invalid'}",
                "Dropbox      | 400 | {'error':'invalid_client: Invalid client_id or client_secret'}",
                "Zoho         | 200 | {'error':'invalid_client_secret'}",
                "Strava       | 400 | {'message':'Bad Request','errors':[{'resource':'Application','field':'client_id','code':'invalid'}]}",
                "Strava       | 401 | {'message':'Authorization Error','errors':[{'resource':'Application','field':'','code':'invalid'}]}",
                "Keycloak     | 401 | {'error':'unauthorized_client','error_description':'Invalid client or Invalid client credentials'}",
                "Facebook     | 400 | {'error':{'message':'Error validating client secret.','type':'OAuthException','code':1,'fbtrace_id':'A'}}",
                "Fitbit       | 401 | {'errors':[{'errorType':'invalid_client','message':'Invalid authorization header'}],'success':false}",
                "Azure DevOps | 400 | {'Error':'invalid_client','ErrorDescription':'Invalid client secret'}",
                "Asana        | 401 | {'errors':[{'message':'Not Authorized'}]}",
                "Mailchimp    | 401 | {'type':'https://mailchimp.com/developer/','title':'API Key Invalid','status':401,'detail':'Your key may be invalid'}"
            })
    void rule19_aRejectedClientIsThat(String provider, int status, String body) {
        assertThat(refused(status, body).meaning()).isEqualTo(RefusalMeaning.CLIENT);
    }

    /** The grant lives, or nobody can know. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Slack      | 200 | {'ok':false,'error':'fatal_error'}",
                "Slack      | 200 | {'ok':false,'error':'missing_refresh_token'}",
                "GitHub     | 200 | error=redirect_uri_mismatch&error_description=The+redirect_uri+MUST+match",
                "GitHub     | 200 | {'error':'unverified_user_email'}",
                "Salesforce | 400 | {'error':'invalid_grant','error_description':'token request is already being processed'}",
                "Salesforce | 400 | {'error':'unknown_error','error_description':'retry your request'}",
                "Google     | 403 | {'error':'access_denied','error_description':'Account restricted'}",
                "Google     | 400 | {'error':'admin_policy_enforced'}",
                "Microsoft  | 400 | {'error':'invalid_request','error_description':'AADSTS90002: Tenant x not found.'}",
                "Microsoft  | 400 | {'error':'invalid_request','error_description':'AADSTS90014: The required field refresh_token is missing from the credential.'}",
                "Microsoft  | 400 | {'error':'temporarily_unavailable','error_description':'AADSTS90033: the refresh token service is unavailable'}",
                "ServiceNow | 401 | {'error':'server_error','error_description':'access_denied'}",
                "Reddit     | 400 | {'message':'Bad Request','error':400}",
                "Nextcloud  | 400 | {'error':'invalid_request'}",
                "Linear     | 400 | {'error':'invalid_request','error_description':'Parameter refresh_token is required'}",
                "a gateway  | 400 | {'error':'service_unavailable','error_description':'The refresh token endpoint is down'}",
                "a gateway  | 409 | {'error':'conflict','message':'The refresh token is being refreshed'}",
                "a gateway  | 400 | {'message':'The refresh token store is temporarily unavailable'}",
                "Strava     | 400 | {'message':'Bad Request','errors':[{'resource':'RefreshToken','field':'refresh_token','code':'missing'}]}"
            })
    void rule18_aRefusalThatSaysNothingOfTheGrantLeavesItAlive(
            String provider, int status, String body) {
        assertThat(refused(status, body).meaning()).isEqualTo(RefusalMeaning.OTHER);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Slack     | 200 | {'ok':false,'error':'ratelimited'}",
                "Zoho      | 400 | {'error':'Access Denied','error_description':'You have made too many requests continuously. Please try again after some time.','status':'failure'}",
                "Withings  | 200 | {'status':601,'error':'Too Many Requests'}",
                "Auth0     | 403 | {'error':'too_many_requests'}",
                "Okta      | 403 | {'errorCode':'E0000047','errorSummary':'API call exceeded rate limit due to too many requests.'}",
                "Facebook  | 400 | {'error':{'message':'(#4) Application request limit reached','type':'OAuthException','code':4}}",
                "Cognito   | 400 | {'__type':'TooManyRequestsException','message':'Too many requests'}",
                "Cognito   | 400 | {'__type':'LimitExceededException','message':'Attempt limit exceeded, please try after some time.'}",
                "Microsoft | 400 | {'error':'invalid_grant','error_description':'AADSTS50196: The server terminated an operation because it encountered a client request loop.'}"
            })
    void rule20_aLimitIsThat(String provider, int status, String body) {
        assertThat(read(status, body)).isInstanceOf(TokenResponse.RateLimited.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "QuickBooks | {'access_token':'at','refresh_token':'rt','expires_in':3600,'x_refresh_token_expires_in':8726400,'token_type':'bearer'} | 3600 | 8726400",
                "LinkedIn   | {'access_token':'at','refresh_token':'rt','expires_in':5184000,'refresh_token_expires_in':31536000,'scope':'r_liteprofile'} | 5184000 | 31536000",
                "DocuSign   | {'access_token':'at','refresh_token':'rt','expires_in':'28800','token_type':'Bearer'} | 28800 |",
                "TikTok     | {'data':{'access_token':'at','refresh_token':'rt','expires_in':86400,'refresh_expires_in':31536000,'error_code':0},'message':'success'} | 86400 | 31536000",
                "Withings   | {'status':0,'body':{'userid':'1','access_token':'at','refresh_token':'rt','expires_in':10800}} | 10800 |",
                "Salesforce | {'access_token':'at','refresh_token':'rt','issued_at':'1699999999999','instance_url':'https://x','signature':'s'} | |",
                "Xero       | {'id_token':'it','access_token':'at','expires_in':1800,'token_type':'Bearer','refresh_token':'rt','scope':'accounting'} | 1800 |",
                "Notion     | {'access_token':'at','token_type':'bearer','refresh_token':'rt','bot_id':'b','owner':{'type':'user'},'duplicated_template_id':null} | |",
                "a gateway  | {'AccessToken':'at','RefreshToken':'rt','ExpiresIn':'60'} | 60 |",
                "GitHub     | access_token=at&expires_in=28800&refresh_token=rt&refresh_token_expires_in=15897600&scope=&token_type=bearer | 28800 | 15897600"
            })
    void tokensAndTheirLifetimesAreRead(
            String provider, String body, Long lifetime, Long grantLifetime) {
        TokenSet tokens = issued(body);

        assertThat(tokens.accessToken()).isEqualTo("at");
        assertThat(tokens.refreshToken()).contains("rt");
        assertThat(tokens.lifetime()).isEqualTo(seconds(lifetime));
        assertThat(tokens.grantLifetime()).isEqualTo(seconds(grantLifetime));
        assertThat(tokens.endless()).isFalse();
    }

    @Test
    void aTokenWithoutAnyEndIsServedUntilItIsRefused() {
        assertThat(issued("{'access_token':'at','scope':'read_orders'}").endless())
                .isTrue(); // Shopify
    }

    /** As seconds they are months, and the token is dead for all but the first hours. */
    @Test
    void rule23_millisecondsInExpiresInAreFoundOutByWhatElseTheResponseTells() {
        long now = System.currentTimeMillis() / 1_000;

        assertThat(
                        lifetime(
                                "'"
                                        + jwt("{\"iat\":" + now + ",\"exp\":" + (now + 7_200) + "}")
                                        + "'",
                                "7200000",
                                ""))
                .isBetween(Duration.ofSeconds(7_000), Duration.ofSeconds(7_200));
        assertThat(lifetime("'at'", "7200000", ",'expires_at':" + (now + 7_200)))
                .isBetween(Duration.ofSeconds(7_000), Duration.ofSeconds(7_200));
        assertThat(lifetime("'at'", "7200000", ",'expires':7200"))
                .isEqualTo(Duration.ofSeconds(7_200));
        assertThat(lifetime("'at'", "'7200000'", ",'expires_on':'" + (now + 7_200) + "'"))
                .isBetween(Duration.ofSeconds(7_000), Duration.ofSeconds(7_200));
    }

    /** A plain lifetime beside it may be a session's or another token's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ",'lifetime':60",
                ",'token_lifetime':60",
                ",'expires':60",
                ",'expiry':'60'",
                ",'access_token_lifetime':1",
                ",'expiration':900"
            })
    void rule23_whatExpiresInSaysIsNotShortenedByAPlainLifetime(String beside) {
        assertThat(lifetime("'at'", "3600", beside)).isEqualTo(Duration.ofHours(1));
        assertThat(lifetime("'at'", "null", beside)).isLessThan(Duration.ofHours(1));
    }

    /** The limit that is made of the entry's lifetime finds out milliseconds, and nothing else. */
    @Test
    void rule23_aDerivedLimitHoldsWhereTheTokenCanBeRenewed() {
        TokenDialect dialect = derived(Duration.ofHours(999));
        String months = "{\"access_token\":\"at\",\"expires_in\":5184000%s}";
        String renewable = months.formatted(",\"refresh_token\":\"rt\"");

        assertThat(read(months.formatted(""), dialect).lifetime()).contains(Duration.ofDays(60));
        assertThat(read(renewable, dialect).lifetime()).isEmpty();
        assertThat(read(renewable, TokenDialect.STANDARD).lifetime()).contains(Duration.ofDays(60));
        assertThat(read(months.formatted("0000"), dialect).lifetime()).isEmpty();
    }

    private static TokenDialect derived(Duration limit) {
        TokenDialect standard = TokenDialect.STANDARD;
        return new TokenDialect(
                standard.pointers(),
                standard.errors(),
                standard.parameters(),
                true,
                TokenDialect.LONGEST,
                Optional.of(limit));
    }

    private static TokenSet read(String body, TokenDialect dialect) {
        return ((TokenResponse.Issued)
                        TokenResponseParser.read(
                                new OutboundClient.Reply(200, Map.of(), body),
                                0,
                                dialect,
                                SecretBlotter.of()))
                .tokens();
    }

    @Test
    void rule23_aTokensOwnEndCountsFromTheResponsesDate() {
        String token = jwt("{\"exp\":2015000000}");
        Map<String, String> headers = Map.of("date", "Mon, 07 Nov 2033 00:13:20 GMT"); // 2014935200

        TokenSet tokens =
                ((TokenResponse.Issued)
                                ReadResponse.of(
                                        200,
                                        headers,
                                        "{\"access_token\":\""
                                                + token
                                                + "\",\"refresh_token\":\"rt\",\"expires_in\":7200000}"))
                        .tokens();

        assertThat(tokens.lifetime()).contains(Duration.ofSeconds(2_015_000_000L - 2_014_935_200L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"exp\":1}",
                "{\"exp\":\"soon\"}",
                "{\"exp\":-5}",
                "{\"exp\":9999999999}",
                "{}",
                "[]",
                "7",
                "nonsense",
                "{\"exp\":{\"a\":1}}"
            })
    void rule23_whatATokenSaysOtherwiseChangesNothing(String claims) {
        assertThat(lifetime("'" + jwt(claims) + "'", "3600", "")).isEqualTo(Duration.ofHours(1));
        assertThat(lifetime("'eyJhbGciOiJub25lIn0.e~~.'", "3600", ""))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void theFormThatIsNotReadIsNamed() {
        assertThat(
                        detail(
                                Map.of("content-type", "application/jwt"),
                                "eyJhbGciOiJub25lIn0.e30.canary"))
                .isEqualTo("it is application/jwt, not JSON, and so holds no access_token");
        assertThat(
                        detail(
                                Map.of("content-type", "application/xml; charset=utf-8"),
                                "<a><b>canary</b></a>"))
                .isEqualTo("it is application/xml, not JSON, and so holds no access_token");
        assertThat(detail(Map.of("content-type", "text/html"), "<html>canary=1</html>"))
                .isEqualTo("it is text/html, not JSON, and so holds no access_token");
        assertThat(
                        detail(
                                Map.of(
                                        "content-encoding",
                                        "zstd",
                                        "content-type",
                                        "application/json"),
                                "(\u00b5/\u00fdcanary"))
                .isEqualTo(
                        "it is coded as zstd, though identity was asked for, and so holds no access_token");
        assertThat(detail(Map.of("content-type", "application/json"), "canary"))
                .isEqualTo("it is neither JSON nor form-encoded, and so holds no access_token");
        assertThat(detail(Map.of("content-type", "<b>canary/x"), "canary"))
                .isEqualTo("it is neither JSON nor form-encoded, and so holds no access_token");
    }

    private static String detail(Map<String, String> headers, String body) {
        return ((TokenResponse.Malformed) ReadResponse.of(200, headers, body)).detail();
    }

    /** Fitbit's message holds the token, Auth0's response another one. */
    @Test
    void nothingSecretIsShown() {
        for (String body :
                List.of(
                        "{'errors':[{'errorType':'invalid_grant','message':'Refresh token invalid: canary-rt. Visit'}]}",
                        "{'error':'mfa_required','error_description':'MFA for canary-rt','mfa_token':'canary-rt'}",
                        "{'error':'invalid_request','reason':'canary-rt'}",
                        "<OAuth><error>invalid_grant</error><error_description>canary-rt</error_description></OAuth>",
                        "{'Error':'canary-rt','ErrorDescription':'canary-rt'}",
                        "{'errors':[{'field':'canary-rt','code':'invalid'}]}")) {
            assertThat(
                            ReadResponse.of(400, Map.of(), body.replace('\'', '"'), "canary-rt")
                                    .toString())
                    .as(body)
                    .doesNotContain("canary-rt");
        }
    }

    private static String jwt(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(
                        "{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "."
                + encoder.encodeToString(claims.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private static Duration lifetime(String token, String expiresIn, String more) {
        return issued(
                        "{'access_token':"
                                + token
                                + ",'refresh_token':'rt','expires_in':"
                                + expiresIn
                                + more
                                + "}")
                .lifetime()
                .orElseThrow();
    }

    private static Optional<Duration> seconds(Long seconds) {
        return Optional.ofNullable(seconds).map(Duration::ofSeconds);
    }

    private static TokenSet issued(String body) {
        // an exchange: without ReadResponse, which makes a refresh of it
        TokenResponse read =
                TokenResponseParser.read(
                        new dev.lanyard.outbound.OutboundClient.Reply(
                                200, Map.of(), body.replace('\'', '"')),
                        0);
        assertThat(read).isInstanceOf(TokenResponse.Issued.class);
        return ((TokenResponse.Issued) read).tokens();
    }

    private static TokenResponse.Refused refused(int status, String body) {
        TokenResponse read = read(status, body);
        assertThat(read).isInstanceOf(TokenResponse.Refused.class);
        return (TokenResponse.Refused) read;
    }

    private static TokenResponse read(int status, String body) {
        return ReadResponse.of(status, Map.of(), body.replace('\'', '"'));
    }
}
