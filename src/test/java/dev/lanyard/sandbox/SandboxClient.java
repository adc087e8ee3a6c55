package dev.lanyard.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Arranges the sandbox for a test, over HTTP: consumers, faults, consent, presentations. */
public final class SandboxClient {
    private static final Pattern CONSENT_ID =
            Pattern.compile("name=\"consent\" value=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    /**
     * @param baseUrl where Lanyard listens: {@code http://localhost:8081}
     */
    public SandboxClient(URI baseUrl) {
        this.base = baseUrl.toString().replaceAll("/$", "") + "/sandbox/bitbucket";
    }

    /** A consumer's key and secret. */
    public record Credentials(String clientId, String clientSecret) {}

    /** A consumer of this callback URL with {@code account}, {@code email} and these scopes. */
    public Credentials createConsumer(String callbackUrl, String... permissions) {
        JsonArray scopes = new JsonArray().add("account");
        List.of(permissions).forEach(scopes::add);
        return createConsumer(
                new JsonObject().put("callback_url", callbackUrl).put("permissions", scopes));
    }

    /** A consumer of these fields of the control API: {@code grace_seconds}, … */
    public Credentials createConsumer(JsonObject fields) {
        JsonObject created = control("POST", "", fields);
        return new Credentials(created.getString("client_id"), created.getString("client_secret"));
    }

    /** Changes fields of a consumer. */
    public void change(String clientId, JsonObject fields) {
        control("PATCH", path(clientId), fields);
    }

    public void delete(String clientId) {
        control("DELETE", path(clientId), new JsonObject());
    }

    /** Switches on these faults and no others; none = all off. */
    public void faults(String clientId, JsonObject... faults) {
        JsonArray list = new JsonArray(List.of((Object[]) faults));
        control("PUT", path(clientId) + "/faults", JsonObject.of("faults", list));
    }

    /** A fault that strikes there until it is switched off; add settings with {@code put}. */
    public static JsonObject fault(String name, String where) {
        return JsonObject.of("fault", name, "where", where);
    }

    /** The same, striking once. */
    public static JsonObject once(String name, String where) {
        return fault(name, where).put("times", 1);
    }

    /** Every grant's access tokens expire now; returns how many. */
    public int expireAccessTokens(String clientId) {
        return touched(clientId, "/expire", new JsonObject());
    }

    /** Makes every refresh token this much older. */
    public int ageRefreshTokens(String clientId, Duration by) {
        return touched(clientId, "/age", JsonObject.of("seconds", (int) by.toSeconds()));
    }

    /**
     * The users revoke all their grants.
     *
     * @param error what refresh is told: {@code unauthorized_client}, {@code invalid_grant} or
     *     {@code invalid_request}
     */
    public int revoke(String clientId, String error) {
        return touched(clientId, "/revoke", JsonObject.of("error", error));
    }

    /** One account revokes its grants. */
    public int revoke(String clientId, String account, String error) {
        return touched(clientId, "/revoke", JsonObject.of("account", account, "error", error));
    }

    /** Refuses every refresh token for so long, as after a replay; zero ends it. */
    public void lockOut(String clientId, Duration time) {
        control(
                "POST",
                path(clientId) + "/lock-out",
                JsonObject.of("seconds", (int) time.toSeconds()));
    }

    /** {@code {"code":{counts},"refresh_token":{counts},"items":[…]}}. */
    public JsonObject presentations(String clientId) {
        return control("GET", path(clientId) + "/presentations", new JsonObject());
    }

    /** How often the token that came in most often did; 0 if none came. */
    public int mostPresentationsOfOneRefreshToken(String clientId) {
        return presentations(clientId).getJsonObject("refresh_token").getInteger("most_per_token");
    }

    /** How many presentations of refresh tokens there were. */
    public int refreshTokenPresentations(String clientId) {
        return presentations(clientId).getJsonObject("refresh_token").getInteger("presented");
    }

    /** How many presentations of codes there were. */
    public int codePresentations(String clientId) {
        return presentations(clientId).getJsonObject("code").getInteger("presented");
    }

    public List<JsonObject> grants(String clientId) {
        return control("GET", path(clientId) + "/grants", new JsonObject())
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    /** The account of this name grants access; returns the callback's address, not called yet. */
    public URI consent(URI authorizeUrl, String account) {
        return decide(authorizeUrl, account, "grant");
    }

    /** The user denies; returns the callback's address. */
    public URI deny(URI authorizeUrl) {
        return decide(authorizeUrl, "Ada Lovelace", "deny");
    }

    /** The consent page, or what is shown in its place. */
    public HttpResponse<String> open(URI authorizeUrl) {
        return send(HttpRequest.newBuilder(authorizeUrl).GET());
    }

    private URI decide(URI authorizeUrl, String account, String decision) {
        HttpResponse<String> page = open(authorizeUrl);
        Matcher id = CONSENT_ID.matcher(page.body());
        if (page.statusCode() != 200 || !id.find()) {
            throw new AssertionError("no consent page: " + page.statusCode() + " " + page.body());
        }
        HttpResponse<String> sent =
                postForm(
                        URI.create(base + "/site/oauth2/authorize"),
                        Map.of(
                                "consent", id.group(1),
                                "account_name", account,
                                "decision", decision));
        return URI.create(sent.headers().firstValue("Location").orElseThrow());
    }

    /** The token endpoint, with Basic authentication. */
    public HttpResponse<String> token(Credentials client, Map<String, String> form) {
        return send(tokenRequest(client, form));
    }

    /** {@code GET 2.0/user} and the like. */
    public HttpResponse<String> api(String path, String accessToken) {
        return send(
                HttpRequest.newBuilder(URI.create(base + "/2.0" + path))
                        .header("Authorization", "Bearer " + accessToken));
    }

    HttpRequest.Builder tokenRequest(Credentials client, Map<String, String> form) {
        String pair = client.clientId() + ":" + client.clientSecret();
        String basic =
                java.util.Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return formRequest(URI.create(base + "/site/oauth2/access_token"), form)
                .header("Authorization", "Basic " + basic);
    }

    /** Sends a form and follows nothing. */
    public HttpResponse<String> postForm(URI address, Map<String, String> form) {
        return send(formRequest(address, form));
    }

    private static HttpRequest.Builder formRequest(URI address, Map<String, String> form) {
        String body =
                form.entrySet().stream()
                        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                        .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    private int touched(String clientId, String action, JsonObject body) {
        return control("POST", path(clientId) + action, body).getInteger("touched");
    }

    private JsonObject control(String method, String path, JsonObject body) {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(URI.create(base + "/control/consumers" + path))
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body.encode())));
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + answer.body());
        }
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String base() {
        return base;
    }

    private static String path(String clientId) {
        return "/" + encoded(clientId).replace("+", "%20");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
