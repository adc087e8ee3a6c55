package dev.lanyard.chaos.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.Tenant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Reading access tokens as a tenant's backend does, through one replica or all. */
public final class Reading {
    private Reading() {}

    public static String token(String connection) {
        return "/v1/connections/" + connection + "/token";
    }

    /** So many readers of each connection, at once, over all replicas. */
    public static List<CompletableFuture<Answer>> parallel(
            Arena arena, Tenant tenant, List<String> connections, int each) {
        return IntStream.range(0, each * connections.size())
                .mapToObj(
                        n ->
                                tenant.at(arena.replica(1 + n % Arena.REPLICAS))
                                        .getAsync(token(connections.get(n % connections.size()))))
                .toList();
    }

    /** The provider's API takes it. */
    public static void assertWorks(Arena arena, String accessToken) {
        assertThat(arena.provider().api("/user", accessToken).statusCode()).isEqualTo(200);
    }
}
