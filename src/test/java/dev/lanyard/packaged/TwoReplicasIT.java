package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ExpiredToken;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import dev.lanyard.rig.TokenWatch;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwoReplicasIT {
    private final Cluster cluster = Cluster.shared();

    @Test
    void presentsARefreshTokenOnceForSixtyFourReadersOfTwoReplicas() {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        String id = ExpiredToken.connect(cluster, tenant);

        List<Answer> answers = readByAll(tenant, id);

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers.stream().map(answer -> answer.text("access_token")).distinct())
                .hasSize(1);
        assertThat(cluster.provider().refreshTokenPresentations(tenant.clientId())).isEqualTo(1);
        assertThat(tenant.connection(id).getString("status")).isEqualTo("active");
    }

    private List<Answer> readByAll(Tenant tenant, String id) {
        List<CompletableFuture<Answer>> reads =
                IntStream.range(0, 64)
                        .mapToObj(n -> tenant.at(cluster.replica(1 + n % 2)))
                        .map(api -> api.getAsync("/v1/connections/" + id + "/token"))
                        .toList();
        return reads.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void refusesAKeyOnEveryReplicaWithinFiveSecondsOfItsRevocation() {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        JsonObject key = tenant.newKey();
        Api here = new Api(cluster.replica(1).url(), key.getString("key"));
        Api there = new Api(cluster.replica(2).url(), key.getString("key"));
        here.get("/v1/providers").expect(200);
        there.get("/v1/providers").expect(200);

        String path = "/admin/v1/tenants/" + tenant.id() + "/api-keys/" + key.getString("id");
        cluster.operator().delete(path).expect(204);

        await().atMost(Duration.ofSeconds(5))
                .until(
                        () ->
                                here.get("/v1/providers").status() == 401
                                        && there.get("/v1/providers").status() == 401);
    }

    /** Both keep the row, and read it all the time: the change is made at the first. */
    @Test
    void serveNothingOlderThanASecondAfterADisablingARefreshOrADeletion() throws Exception {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        String id = tenant.connect("u1");
        Api here = tenant.at(cluster.replica(1));
        Api there = tenant.at(cluster.replica(2));
        try (TokenWatch watch = TokenWatch.of(there, id, 8)) {
            String first = watch.awaitToken();
            here.post("/v1/connections/" + id + "/refresh", new JsonObject()).expect(200);
            assertThat(watch.staleAfter(answer -> answer.body().contains(first))).isZero();

            JsonObject disabled = JsonObject.of("status", "disabled");
            here.patch("/v1/connections/" + id, disabled).expect(200);
            assertThat(watch.staleAfter(answer -> answer.status() == 200)).isZero();

            here.patch("/v1/connections/" + id, JsonObject.of("status", "active")).expect(200);
            watch.awaitToken();
            here.delete("/v1/connections/" + id).expect(204);
            assertThat(watch.staleAfter(answer -> answer.status() == 200)).isZero();
        }
    }
}
