package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.sandbox.SandboxClient;
import dev.lanyard.sandbox.SandboxClient.Credentials;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/** A tenant with a profile at the sandbox, and the steps of its end users' journeys. */
public final class Journey {
    public static final String ADA = "Ada Lovelace";
    public static final String GRACE = "Grace Hopper";
    public static final String RETURN_URL = "https://app.example/connected?tab=a%20b";
    private static final Pattern BUTTON = Pattern.compile("class=\"button\" href=\"([^\"]+)\"");

    private final TestTenant tenant;
    private final String key;
    private final SandboxClient sandbox;
    private final Credentials consumer;
    private final String profileId;
    private final int probes;

    private Journey(
            TestTenant tenant,
            String key,
            SandboxClient sandbox,
            Credentials consumer,
            String profileId) {
        this.tenant = tenant;
        this.key = key;
        this.sandbox = sandbox;
        this.consumer = consumer;
        this.profileId = profileId;
        this.probes = sandbox.codePresentations(consumer.clientId());
    }

    /** A connect session as its tenant got it. */
    public record Session(String id, String connectUrl) {
        public String token() {
            return connectUrl.substring(connectUrl.lastIndexOf('/') + 1);
        }
    }

    public static String publicUrl() {
        return ConfigProvider.getConfig().getValue("lanyard.public-url", String.class);
    }

    static String callbackUrl() {
        return callbackUrl("bitbucket-sandbox");
    }

    private static String callbackUrl(String provider) {
        return publicUrl() + "/connect/oauth2/" + provider + "/callback";
    }

    /** A new tenant with one profile. */
    public static Journey begin() {
        return begin("bitbucket-sandbox", new JsonObject());
    }

    /** The same with a provider of the test catalogue and habits of the sandbox's consumer. */
    public static Journey begin(String provider, JsonObject habits) {
        TestTenant tenant = Fixtures.tenant();
        SandboxClient sandbox = new SandboxClient(URI.create(publicUrl()));
        JsonObject consumer =
                new JsonObject()
                        .put("callback_url", callbackUrl(provider))
                        .put("permissions", List.of("account", "email", "repository:write"))
                        .mergeIn(habits);
        Credentials credentials = sandbox.createConsumer(consumer);
        String key = tenant.key();
        return new Journey(tenant, key, sandbox, credentials, profile(key, provider, credentials));
    }

    private static String profile(String key, String provider, Credentials consumer) {
        return Fixtures.bearer(key)
                .body(
                        Map.of(
                                "provider", provider,
                                "name", "Sandbox",
                                "client_id", consumer.clientId(),
                                "client_secret", consumer.clientSecret(),
                                "permissions", List.of("account", "repository:write"),
                                "return_urls", List.of("https://app.example/connected")))
                .post("/v1/connector-profiles")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The tenant, for other keys. */
    public TestTenant tenant() {
        return tenant;
    }

    /** The consumer's key and secret. */
    public Credentials consumer() {
        return consumer;
    }

    void eraseTenant() {
        Fixtures.operator().delete("/admin/v1/tenants/" + tenant.id()).then().statusCode(204);
    }

    public RequestSpecification api() {
        return Fixtures.bearer(key);
    }

    public SandboxClient sandbox() {
        return sandbox;
    }

    public String clientId() {
        return consumer.clientId();
    }

    /** How many codes were presented, the checks of the client's credentials aside. */
    int presented() {
        return sandbox.codePresentations(consumer.clientId()) - probes;
    }

    public String profileId() {
        return profileId;
    }

    /** The body of a session for end user {@code u1}, with these fields over it. */
    Map<String, Object> body(Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>();
        body.put("connector_profile_id", profileId);
        body.put("end_user", Map.of("id", "u1", "name", "Ursula <b>", "email", "u1@app.example"));
        body.putAll(fields);
        return body;
    }

    public Response create(Map<String, ?> fields) {
        return api().body(body(fields)).post("/v1/connect-sessions");
    }

    public Session session(Map<String, ?> fields) {
        JsonPath created = create(fields).then().statusCode(201).extract().jsonPath();
        return new Session(created.getString("id"), created.getString("connect_url"));
    }

    /** A session that returns to {@link #RETURN_URL}. */
    public Session session() {
        return session(Map.of("return_url", RETURN_URL));
    }

    /** The same, to bring this connection back. */
    public Session sessionFor(String connection) {
        return session(Map.of("return_url", RETURN_URL, "connection_id", connection));
    }

    public JsonPath read(Session session) {
        return api().get("/v1/connect-sessions/" + session.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** What the events of this type say, newest first. */
    public List<Map<String, Object>> events(String type) {
        List<Map<String, Object>> all =
                api().get("/v1/events?limit=200").jsonPath().getList("items");
        return all.stream().filter(event -> event.get("type").equals(type)).toList();
    }

    /** Opens the hosted page and clicks its button: the provider's address. */
    public URI depart(Browser browser, Session session) {
        Response page = browser.open(session.connectUrl());
        assertThat(page.statusCode()).isEqualTo(200);
        Response redirect = browser.open(button(page));
        assertThat(redirect.statusCode()).isEqualTo(303);
        return URI.create(redirect.header("Location"));
    }

    static String button(Response page) {
        Matcher button = BUTTON.matcher(page.asString());
        assertThat(button.find()).as(page.asString()).isTrue();
        return button.group(1).replace("&amp;", "&");
    }

    /** As far as the callback, which is not opened yet. */
    public String consent(Browser browser, Session session, String account) {
        return sandbox.consent(depart(browser, session), account).toString();
    }

    /** The whole journey; what the callback answers. */
    public Response connect(Browser browser, Session session, String account) {
        return browser.open(consent(browser, session, account));
    }

    public Response connect(Session session) {
        return connect(new Browser(), session, ADA);
    }

    public static Map<String, String> query(String url) {
        return Arrays.stream(URI.create(url).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(
                        Collectors.toMap(
                                pair -> pair[0],
                                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    /** The outcome that a callback's answer puts on the return URL. */
    public static Map<String, String> outcome(Response callback) {
        assertThat(callback.statusCode()).as(callback.asString()).isEqualTo(303);
        assertThat(callback.header("Location")).startsWith(RETURN_URL + "&");
        return query(callback.header("Location"));
    }
}
