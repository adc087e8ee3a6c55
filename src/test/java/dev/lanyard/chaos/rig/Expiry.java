package dev.lanyard.chaos.rig;

import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Expired access tokens, by a refresh that brings one of a second; the next lives two hours. */
public final class Expiry {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int TWO_HOURS = 7_200;

    private final Arena arena;
    private final Tenant tenant;

    public Expiry(Arena arena, Tenant tenant) {
        this.arena = arena;
        this.tenant = tenant;
    }

    /** Returns when the access tokens of all of them have expired. */
    public void expire(List<String> connections) {
        List<String> open = connections;
        while (!open.isEmpty()) {
            arena.lifetime(tenant, 1);
            open.parallelStream().forEach(this::refresh);
            arena.lifetime(tenant, TWO_HOURS);
            open = open.stream().filter(id -> !expires(id)).toList();
        }
    }

    private void refresh(String id) {
        String path = "/v1/connections/" + id + "/refresh";
        await().atMost(LONGEST)
                .until(() -> tenant.api().post(path, new JsonObject()).status() == 200);
    }

    /** False: background work was faster, and its token lives long. */
    private boolean expires(String id) {
        Instant end = Instant.parse(tenant.connection(id).getString("access_token_expires_at"));
        if (end.isAfter(Instant.now().plusSeconds(60))) {
            return false;
        }
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Instant.now().isAfter(end));
        return true;
    }
}
