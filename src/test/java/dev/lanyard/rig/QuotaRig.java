package dev.lanyard.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A replica with small quotas, and requests as fast as they go. */
public abstract class QuotaRig {
    public static final int KEY_RATE = 30;
    static final int TENANT_RATE = 50;
    static final int CLIENT_BURST = 100;
    public static final int PENDING = 4;
    static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static final Cluster cluster = Cluster.shared();
    public static Replica open;

    @BeforeAll
    static void start() {
        open = Replica.start("quota-open", settings()).awaitReady();
    }

    /** Of a replica with small quotas, beside the cluster's. */
    public static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("LANYARD_QUOTA_API_KEY", String.valueOf(KEY_RATE));
        settings.put("LANYARD_QUOTA_TENANT", String.valueOf(TENANT_RATE));
        settings.put("LANYARD_QUOTA_CLIENT", String.valueOf(CLIENT_BURST / 10));
        settings.put("LANYARD_QUOTA_PENDING_SESSIONS", String.valueOf(PENDING));
        return settings;
    }

    @AfterAll
    static void stop() {
        open.close();
    }

    public static HttpResponse<String> get(Api api, String path) {
        return send(
                HttpRequest.newBuilder(URI.create(api.base() + path))
                        .header("Authorization", "Bearer " + api.bearer()));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** That many requests, as fast as they go. */
    public static List<HttpResponse<String>> burst(
            int count, java.util.function.Supplier<HttpResponse<String>> request) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (int i = 0; i < count; i++) {
                answers.add(CompletableFuture.supplyAsync(request, threads));
            }
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }
}
