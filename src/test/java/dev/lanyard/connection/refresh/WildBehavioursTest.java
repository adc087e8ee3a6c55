package dev.lanyard.connection.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.refresh.WildProfile.WildConnection;
import dev.lanyard.provider.Catalogue;
import dev.lanyard.provider.Provider;
import dev.lanyard.wild.WildAuthorizationServer;
import dev.lanyard.wild.WildAuthorizationServer.Grant;
import dev.lanyard.wild.WildHabits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A thousand providers composed at random, fifty connections each: nothing that lives is called
 * dead, nothing that is dead goes on being called alive, and nothing secret is in any text. {@code
 * -Dlanyard.wild.seed=…} composes others (docs/chaos.md says what is still found so); {@code
 * -Dlanyard.wild.only=…} runs one of them.
 */
class WildBehavioursTest {
    private static final int BEHAVIOURS = Integer.getInteger("lanyard.wild.behaviours", 1_000);
    private static final int CONNECTIONS = 50;
    private static final long SEED = Long.getLong("lanyard.wild.seed", 720_301_152L);
    private static final Provider BITBUCKET = Catalogue.load(Optional.empty()).get("bitbucket");

    private static final double TICK = 10;
    private static final double STORMY = 6_000;
    private static final double END = 11_000;

    @Test
    void rule19_nothingAliveIsCalledDeadAndNothingDeadAliveWhateverTheProviderSays() {
        System.out.printf("wild behaviours: seed %d (-Dlanyard.wild.seed=…)%n", SEED);
        int only = Integer.getInteger("lanyard.wild.only", -1);

        List<String> violations =
                IntStream.range(0, BEHAVIOURS)
                        .parallel()
                        .filter(number -> only < 0 || only == number)
                        .mapToObj(number -> new World(number).run())
                        .filter(found -> !found.isEmpty())
                        .map(found -> found.size() + " of " + found.get(0))
                        .toList();

        assertThat(violations).isEmpty();
    }

    /** One provider, one profile, three hours. */
    private static final class World {
        private final int number;
        private final Random random;
        private final WildHabits habits;
        private final WildAuthorizationServer server;
        private final WildProfile profile;
        private final double changed;
        private final double repaired;
        private final double burst;
        private final double burstEnds;

        World(int number) {
            this.number = number;
            this.random = new Random(SEED * 1_000_003 + number);
            this.habits = WildHabits.of(random);
            this.server = new WildAuthorizationServer(habits, CONNECTIONS, random);
            this.profile = new WildProfile(server, provider(habits));
            this.changed = random.nextBoolean() ? 1_000 + random.nextInt(3_000) : -1;
            this.repaired = changed + 600 + random.nextInt(1_200);
            this.burst = random.nextInt(3) == 0 ? 1_000 + random.nextInt(4_000) : -1;
            this.burstEnds = burst + 20 + random.nextInt(200);
        }

        List<String> run() {
            for (double now = 0; now < END; now += TICK) {
                happen(now);
                for (WildConnection each : profile.connections()) {
                    profile.look(each, random.nextInt(30) == 0, now);
                }
            }
            return violations();
        }

        private void happen(double now) {
            if (now == STORMY) {
                server.calm();
                profile.secret(server.clientSecret());
            }
            if (now < STORMY) {
                trouble(now);
            }
            if (now == STORMY + 600) {
                revokeSome(1 + random.nextInt(8)); // at once, as when an organization leaves
            }
            if (now % 2_000 == 500) {
                profile.connections().forEach(each -> expire(each, now));
            }
            if (now > STORMY) {
                expire(profile.connections().get(random.nextInt(CONNECTIONS)), now);
            }
        }

        private static void expire(WildConnection connection, double now) {
            connection.expiresAt = Math.min(connection.expiresAt, now);
        }

        private void trouble(double now) {
            if (random.nextInt(400) == 0) {
                revokeSome(1);
            }
            if (at(now, changed)) {
                server.changeSecret();
            }
            if (changed > 0 && at(now, repaired)) {
                profile.secret(server.clientSecret());
            }
            if (burst > 0 && at(now, burst)) {
                server.refuseAll(true);
                profile.connections().forEach(each -> expire(each, now));
            }
            if (burst > 0 && at(now, burstEnds)) {
                server.refuseAll(false);
            }
        }

        private static boolean at(double now, double moment) {
            return now >= moment && now < moment + TICK;
        }

        private void revokeSome(int count) {
            for (int i = 0; i < count; i++) {
                server.revoke(random.nextInt(CONNECTIONS));
            }
        }

        private List<String> violations() {
            List<String> found = new ArrayList<>();
            for (WildConnection each : profile.connections()) {
                Grant grant = server.grants().get(each.number);
                if (each.dead() && grant.refusedAlive() > 0) {
                    profile.revive(each, END); // what POST …/refresh does, when somebody asks
                }
                judge(each, grant).ifPresent(what -> found.add(name(each, grant) + what));
            }
            if (profile.rejected()) {
                found.add(number + ": the profile is still called rejected " + habits);
            }
            profile.leaks().stream()
                    .limit(2)
                    .forEach(text -> found.add(number + ": a secret in: " + text));
            return found;
        }

        private String name(WildConnection each, Grant grant) {
            return "%d, %d %s %s since %.0f, refused alive %d, changed %.0f burst %.0f %s: "
                    .formatted(
                            number,
                            each.number,
                            each.health,
                            each.reason,
                            each.diedAt,
                            grant.refusedAlive(),
                            changed,
                            burst,
                            habits);
        }

        /** The client could not be used all the while in which an answer could still be had. */
        private boolean outlastedItsGrace(WildConnection each) {
            return each.reason.equals("answer_lost")
                    && changed > 0
                    && each.mark < repaired
                    && each.mark + habits.grace() > changed;
        }

        /** A proof is believed for a minute: a secret that is changed then is what is left. */
        private boolean changedJustThen(WildConnection each) {
            return changed > 0 && each.diedAt >= changed && each.diedAt < changed + 60;
        }

        private Optional<String> judge(WildConnection each, Grant grant) {
            if (!grant.alive()) {
                return each.dead() ? Optional.empty() : Optional.of("dead and not called so");
            }
            if (grant.lost() || changedJustThen(each) || outlastedItsGrace(each)) {
                return Optional.empty(); // docs/refresh.md, accepted losses
            }
            return each.health.equals("active")
                    ? Optional.empty()
                    : Optional.of("alive and not called so");
        }
    }

    private static Provider provider(WildHabits habits) {
        Provider p = BITBUCKET;
        return new Provider(
                p.name(),
                p.displayName(),
                p.authorizationEndpoint(),
                p.tokenEndpoint(),
                p.revocationEndpoint(),
                p.revocationEndsGrant(),
                p.tokenEndpointAuthMethod(),
                p.tokenDialect(),
                p.issuer(),
                p.pkce(),
                p.grants(),
                p.tokenRequests(),
                p.scope(),
                new Provider.RefreshToken(
                        habits.rotates() > 0,
                        Optional.empty(),
                        Duration.ofSeconds(habits.grace()),
                        Duration.ofSeconds(habits.lockout()),
                        Optional.empty()),
                p.accessTokenLifetime(),
                p.api(),
                p.account(),
                p.email(),
                p.git(),
                p.permissions(),
                p.setupSteps());
    }
}
