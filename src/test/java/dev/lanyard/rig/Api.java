package dev.lanyard.rig;

import dev.lanyard.rig.Http.Answer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;

/** The HTTP API of one replica, for the holder of one bearer token. */
public record Api(URI base, String bearer) {

    public Answer get(String path) {
        return Http.send(request(path));
    }

    public CompletableFuture<Answer> getAsync(String path) {
        return Http.sendAsync(request(path));
    }

    public Answer post(String path, JsonObject body) {
        return send("POST", path, body);
    }

    public CompletableFuture<Answer> postAsync(String path, JsonObject body) {
        return Http.sendAsync(withBody("POST", path, body));
    }

    public Answer patch(String path, JsonObject body) {
        return send("PATCH", path, body);
    }

    public Answer delete(String path) {
        return Http.send(request(path).DELETE());
    }

    private Answer send(String method, String path, JsonObject body) {
        return Http.send(withBody(method, path, body));
    }

    private HttpRequest.Builder withBody(String method, String path, JsonObject body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.encode()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + bearer);
    }

    @Override
    public String toString() {
        return "Api[" + base + "]";
    }
}
