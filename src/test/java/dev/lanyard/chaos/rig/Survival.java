package dev.lanyard.chaos.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What must hold of a tenant's connections after whatever happened. Alive means: the stored refresh
 * token is taken by the provider once more, the access token it brings works at the provider's API,
 * and the connection says {@code active}.
 */
public final class Survival {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Arena arena;
    private final Tenant tenant;

    public Survival(Arena arena, Tenant tenant) {
        this.arena = arena;
        this.tenant = tenant;
    }

    /** All are alive, and nobody was ever told otherwise, at the provider and at Lanyard. */
    public void assertAllAlive(List<String> connections) {
        Instant until = Instant.now().plus(PATIENCE);
        arena.lifetime(tenant, 7_200);

        List<String> lost =
                connections.parallelStream().filter(id -> !comesAlive(id, until)).toList();

        assertThat(lost).as("lost connections of %d", connections.size()).isEmpty();
        assertNobodyWasToldOtherwise();
        assertNoGrantDied();
    }

    private boolean comesAlive(String id, Instant until) {
        while (!isAlive(id)) {
            if (Instant.now().isAfter(until)) {
                Report.say("lost: %s", history(id));
                return false;
            }
            Pause.of(Duration.ofMillis(200));
        }
        return true;
    }

    private boolean isAlive(String id) {
        try {
            Api api = tenant.api();
            if (api.post("/v1/connections/" + id + "/refresh", new JsonObject()).status() != 200) {
                return false;
            }
            Answer read = api.get(Reading.token(id)).expect(200);
            Reading.assertWorks(arena, read.text("access_token"));
            return "active".equals(tenant.connection(id).getString("status"));
        } catch (UncheckedIOException e) {
            return false; // the replica is just starting
        }
    }

    /** What the operator sees of it. */
    public JsonObject history(String id) {
        return arena.operator().get("/admin/v1/connections/" + id).expect(200).json();
    }

    /** What its last ten presentations ended in. */
    public List<String> outcomes(String id) {
        return history(id).getJsonArray("history").stream()
                .map(JsonObject.class::cast)
                .map(entry -> entry.getString("outcome"))
                .toList();
    }

    /** When a presentation ended so, the last time. */
    public Instant lastAt(String id, String outcome) {
        return history(id).getJsonArray("history").stream()
                .map(JsonObject.class::cast)
                .filter(entry -> outcome.equals(entry.getString("outcome")))
                .map(entry -> Instant.parse(entry.getString("at")))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private void assertNobodyWasToldOtherwise() {
        assertThat(
                        tenant.api()
                                .get("/v1/events?type=connection.reconnect_required")
                                .expect(200)
                                .json()
                                .getJsonArray("items"))
                .as("events connection.reconnect_required")
                .isEmpty();
    }

    private void assertNoGrantDied() {
        assertThat(arena.provider().grants(tenant.clientId()))
                .isNotEmpty()
                .allSatisfy(grant -> assertThat(grant.getString("dead_since")).isNull());
        assertThat(presentations().getInteger("refused")).as("refused").isZero();
    }

    /** Every refresh token that the provider ever saw, it saw once. */
    public void assertEachPresentedOnce() {
        JsonObject counts = presentations();
        assertThat(counts.getInteger("most_per_token")).as(counts.encode()).isEqualTo(1);
        assertThat(counts.getInteger("replays")).as(counts.encode()).isZero();
        assertThat(counts.getInteger("accepted")).isEqualTo(counts.getInteger("presented"));
    }

    /** The provider's counts of refresh tokens. */
    public JsonObject presentations() {
        return arena.provider().presentations(tenant.clientId()).getJsonObject("refresh_token");
    }
}
