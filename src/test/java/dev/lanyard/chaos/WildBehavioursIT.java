package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.chaos.rig.Pause;
import dev.lanyard.chaos.rig.Reading;
import dev.lanyard.chaos.rig.Report;
import dev.lanyard.chaos.rig.Seed;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.WildRig;
import dev.lanyard.rig.Api;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.wild.WildAuthorizationServer;
import dev.lanyard.wild.WildAuthorizationServer.Grant;
import dev.lanyard.wild.WildHabits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Providers composed at random, fifty connections each, at two replicas: what {@code
 * WildBehavioursTest} has of the protocol's decisions, with the statements, the HTTP client, two
 * replicas and all texts.
 */
class WildBehavioursIT {
    private static final int CONNECTIONS = 50;
    private static final int AT_A_TIME = 8;
    private static final int ROUNDS = 40;
    private static final String REJECTED = "degraded credentials_rejected";
    private static final Duration UNDER_WAY = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(2_500);

    /** The beginning of what {@link WildAuthorizationServer} makes as a secret. */
    private static final Pattern SECRET = Pattern.compile("\\b(rt\\d+|at\\d+|cs)-\\d+-[0-9a-z]{8}");

    private final int behaviours = Sizes.chosen().behaviours();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();

    @Test
    void nothingAliveIsCalledDeadAndNothingDeadAliveAndNoTextHoldsASecret() throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME);
        try (WildRig rig = new WildRig()) {
            List<CompletableFuture<Void>> runs =
                    IntStream.range(0, behaviours)
                            .mapToObj(number -> new World(rig, number))
                            .map(world -> CompletableFuture.runAsync(world::run, workers))
                            .toList();
            runs.forEach(CompletableFuture::join);
            Report.say("%d wild behaviours: %s", behaviours, outcomes);
            leaks("the log", rig.logs());
        } finally {
            workers.shutdownNow();
        }

        assertThat(violations).isEmpty();
    }

    private void leaks(String where, String text) {
        Matcher secret = SECRET.matcher(text);
        if (secret.find()) {
            int from = Math.max(0, secret.start() - 200);
            violations.add("a secret in " + where + ": " + text.substring(from, secret.end()));
        }
    }

    /** One provider and its profile. */
    private final class World {
        private final WildRig rig;
        private final int number;
        private final Random random;
        private final WildHabits habits;
        private final WildAuthorizationServer server;
        private final boolean changed;
        private final boolean burst;

        World(WildRig rig, int number) {
            this.rig = rig;
            this.number = number;
            this.random = Seed.random("wild", number);
            this.habits = WildHabits.of(random);
            this.server = new WildAuthorizationServer(habits, CONNECTIONS, random);
            this.changed = random.nextBoolean();
            this.burst = random.nextInt(3) == 0;
        }

        void run() {
            String profile = rig.profile(number, habits, server);
            askAll();
            revoke(4);
            server.refuseAll(burst);
            if (changed) {
                change(profile);
            }
            rig.expire(profile);
            askAll();
            server.refuseAll(false);
            if (changed) {
                repair(profile);
            }
            rig.passes(profile);
            askAll();
            server.calm();
            revoke(2);
            settle(profile);
            judge(profile);
        }

        private void revoke(int count) {
            for (int i = 0; i < count; i++) {
                server.revoke(random.nextInt(CONNECTIONS));
            }
        }

        /** Not within the minute for which a proof is believed (docs/chaos.md, accepted). */
        private void change(String profile) {
            server.changeSecret();
            Pause.of(UNDER_WAY);
            rig.proofsAge(profile);
        }

        private void repair(String profile) {
            JsonObject secret = JsonObject.of("client_secret", server.clientSecret());
            for (int tries = 0; tries < 20; tries++) {
                String path = "/v1/connector-profiles/" + profile;
                if (rig.api().patch(path, secret).status() == 200) {
                    return;
                }
                Pause.of(Duration.ofMillis(500)); // it is locked out, and said to be rejected
            }
            violations.add(number + ": the repaired secret is not taken " + habits);
        }

        /** Two readers of each, at both replicas. */
        private void askAll() {
            List<CompletableFuture<Answer>> reads = new ArrayList<>();
            for (int grant = 0; grant < CONNECTIONS; grant++) {
                String path = Reading.token(WildRig.id(number, grant));
                Api api = grant % 2 == 0 ? rig.api() : rig.elsewhere();
                reads.add(api.getAsync(path));
            }
            reads.forEach(read -> note(read.handle((answer, failure) -> answer).join()));
        }

        private void note(Answer answer) {
            if (answer != null && answer.status() != 200) {
                leaks("a problem", answer.body());
            }
        }

        private void settle(String profile) {
            for (int round = 0; round < ROUNDS && !settled(profile); round++) {
                if (round % 4 == 3 && statuses(profile).containsValue(REJECTED)) {
                    repair(profile); // as the profile tells its tenant: nothing else proves it
                }
                rig.passes(profile);
                askAll();
                Pause.of(BETWEEN);
            }
        }

        private boolean settled(String profile) {
            return statuses(profile).entrySet().stream()
                    .allMatch(each -> judge(each.getKey(), each.getValue()).isEmpty());
        }

        /** By the grant's number. */
        private Map<Integer, String> statuses(String profile) {
            String path = "/v1/connections?limit=200&connector_profile_id=" + profile;
            Answer list = rig.api().get(path).expect(200);
            leaks("the list of connections", list.body());
            return list.json().getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .collect(
                            Collectors.toMap(
                                    item ->
                                            Integer.valueOf(
                                                    item.getString("id").replaceFirst(".*-", "")),
                                    WildBehavioursIT::shown));
        }

        private void judge(String profile) {
            statuses(profile)
                    .forEach(
                            (grant, shown) -> {
                                outcomes.merge(shown, 1, Integer::sum);
                                judge(grant, shown)
                                        .ifPresent(
                                                what ->
                                                        violations.add(
                                                                number
                                                                        + ", "
                                                                        + grant
                                                                        + " "
                                                                        + what
                                                                        + " "
                                                                        + shown
                                                                        + " changed "
                                                                        + changed
                                                                        + " burst "
                                                                        + burst
                                                                        + " "
                                                                        + habits));
                            });
            leaks(
                    "the profile",
                    rig.api().get("/v1/connector-profiles/" + profile).expect(200).body());
        }

        private Optional<String> judge(int number, String shown) {
            Grant grant = server.grants().get(number);
            if (!grant.alive()) {
                return shown.startsWith("reconnect_required")
                        ? Optional.empty()
                        : Optional.of("dead and not called so");
            }
            if (grant.lost()) {
                return Optional.empty(); // docs/refresh.md, accepted losses
            }
            if (shown.startsWith("reconnect_required") && grant.refusedAlive() > 0) {
                String path = "/v1/connections/" + WildRig.id(this.number, number) + "/refresh";
                return rig.api().post(path, new JsonObject()).status() == 200
                        ? Optional.empty()
                        : Optional.of("alive and does not come back");
            }
            return shown.startsWith("active")
                    ? Optional.empty()
                    : Optional.of("alive and not called so");
        }
    }

    private static String shown(JsonObject item) {
        JsonObject reason = item.getJsonObject("status_reason");
        return item.getString("status") + (reason == null ? "" : " " + reason.getString("code"));
    }
}
