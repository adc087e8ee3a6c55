package dev.lanyard.wild;

import dev.lanyard.wild.WildAnswer.WildFate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A token endpoint with those habits, and what is true of its grants. Time is given with each
 * request, in seconds. Thread-safe.
 */
public final class WildAuthorizationServer {
    private static final long LONG = 1_000_000;

    private final WildHabits habits;
    private final Random random;
    private final List<Grant> grants = new ArrayList<>();
    private final Map<String, Grant> byToken = new HashMap<>();
    private final Map<String, Long> usedUntil = new HashMap<>();
    private String clientSecret;
    private double lockedUntil = Double.NEGATIVE_INFINITY;
    private double limitedUntil = Double.NEGATIVE_INFINITY;
    private boolean refusingAll;
    private boolean calm;
    private boolean patient;
    private int count;

    /** One user's consent. */
    public static final class Grant {
        private final int number;
        private boolean alive = true;
        private String current;
        private boolean lost;
        private int refusedAlive;

        private Grant(int number, String current) {
            this.number = number;
            this.current = current;
        }

        public int number() {
            return number;
        }

        /** The user, or the provider's own rule, has ended it. */
        public boolean alive() {
            return alive;
        }

        /** A response that brought its only refresh token never arrived: an accepted loss. */
        public boolean lost() {
            return lost;
        }

        /** How often it was refused though it lives. */
        public int refusedAlive() {
            return refusedAlive;
        }

        /** What it can be refreshed with. */
        public String current() {
            return current;
        }
    }

    public WildAuthorizationServer(WildHabits habits, int size, Random random) {
        this.habits = habits;
        this.random = random;
        this.clientSecret = newClientSecret();
        for (int number = 0; number < size; number++) {
            Grant grant = new Grant(number, secret("rt" + number));
            grants.add(grant);
            byToken.put(grant.current, grant);
        }
    }

    private String secret(String name) {
        String heart = Long.toString(random.nextLong() >>> 1 | 1L << 60, 36);
        return name + "-" + count++ + "-" + heart + habits.secretMarks();
    }

    /** What no text may hold of one of its secrets. */
    public static String heart(String secret) {
        String[] parts = secret.split("-", 3);
        return parts.length < 3 ? secret : parts[2].substring(0, 8);
    }

    /** What it can be refreshed with, one for each user; the order is that of their numbers. */
    public synchronized List<Grant> grants() {
        return List.copyOf(grants);
    }

    /** What authenticates the client just now. */
    public synchronized String clientSecret() {
        return clientSecret;
    }

    /** Somebody makes a new one; the former is good no more. */
    public synchronized String changeSecret() {
        clientSecret = newClientSecret();
        return clientSecret;
    }

    /** Visible ASCII, as every client secret is. */
    private String newClientSecret() {
        return secret("cs").replace("é", "");
    }

    /** The user takes consent back. */
    public synchronized void revoke(int number) {
        grants.get(number).alive = false;
    }

    /** It refuses everybody, or does so no more. */
    public synchronized void refuseAll(boolean now) {
        refusingAll = now;
    }

    /** Whether it does just now. */
    public synchronized boolean refusesAll() {
        return refusingAll;
    }

    /** A grace is longer than any test: time is not to be waited for. */
    public synchronized void forgiving() {
        patient = true;
    }

    /** Nothing passing any more. */
    public synchronized void calm() {
        calm = true;
        refusingAll = false;
        lockedUntil = Double.NEGATIVE_INFINITY;
        limitedUntil = Double.NEGATIVE_INFINITY;
    }

    /** A code that nobody was given, with this secret. */
    public synchronized WildAnswer code(String code, String secret, double now) {
        WildAnswer trouble = trouble(now);
        if (trouble != null) {
            return trouble.fate() == WildFate.ANSWER_LOST
                    ? trouble.with(WildFate.REQUEST_LOST)
                    : trouble;
        }
        return habits.codeFirst() || isClient(secret, now)
                ? habits.probe().answer(code)
                : refuseClient(secret);
    }

    /** A refresh token, with this secret. */
    public synchronized WildAnswer refresh(String token, String secret, double now) {
        WildAnswer trouble = trouble(now);
        if (trouble != null && trouble.fate() != WildFate.ANSWER_LOST) {
            return trouble;
        }
        if (!isClient(secret, now)) {
            return refuseClient(random.nextBoolean() ? secret : token);
        }
        Grant grant = byToken.get(token);
        if (grant == null || !grant.alive || !isGood(grant, token, now)) {
            WildAnswer refusal = refuse(grant, token, now);
            return trouble == null ? refusal : refusal.with(WildFate.ANSWER_LOST);
        }
        if (refusingAll) {
            grant.refusedAlive++;
            return WildWords.one(random, habits.dead()).answer(token);
        }
        return issue(grant, token, trouble, now);
    }

    private boolean isClient(String secret, double now) {
        return secret.equals(clientSecret) && now >= lockedUntil;
    }

    private WildAnswer refuseClient(String presented) {
        return WildWords.one(random, habits.client()).answer(presented);
    }

    private boolean isGood(Grant grant, String token, double now) {
        return token.equals(grant.current)
                || now < usedUntil.getOrDefault(token, Long.MIN_VALUE).doubleValue();
    }

    private WildAnswer refuse(Grant grant, String token, double now) {
        if (habits.strict() && grant != null) {
            grant.alive = false;
        }
        if (!calm) {
            lockedUntil = Math.max(lockedUntil, now + habits.lockout());
        }
        return WildWords.one(random, habits.dead()).answer(token);
    }

    private WildAnswer issue(Grant grant, String token, WildAnswer trouble, double now) {
        boolean rotates =
                habits.rotates() == 1
                        || !token.equals(grant.current) // a used one does not become good again
                        || (habits.rotates() == 2 && random.nextBoolean());
        String next = rotates ? secret("rt" + grant.number) : null;
        if (next != null) {
            usedUntil.put(token, (long) now + (patient ? LONG : 1) * habits.grace());
            byToken.put(next, grant);
            grant.current = next;
            grant.lost |= trouble != null && habits.grace() == 0;
        }
        String body =
                WildWords.one(random, habits.forms())
                        .body(secret("at" + grant.number).replace("é", ""), next);
        WildAnswer whole = WildAnswer.of(200, body);
        return trouble == null
                ? whole.with(random.nextInt(4) == 0 ? WildFate.GZIPPED : WildFate.WHOLE)
                : whole.with(WildFate.ANSWER_LOST);
    }

    /** Null: none. */
    private WildAnswer trouble(double now) {
        if (calm) {
            return null;
        }
        if (now < limitedUntil) {
            return limit();
        }
        if (random.nextInt(100) >= habits.trouble()) {
            return null;
        }
        return switch (random.nextInt(6)) {
            case 0 -> WildAnswer.of(503, "<html>busy</html>");
            case 1 -> WildAnswer.of(200, "<html>maintenance, come back later</html>");
            case 2 -> WildAnswer.of(500, "{\"error\":\"invalid_grant\"}");
            case 3 -> WildAnswer.of(200, "").with(WildFate.REQUEST_LOST);
            case 4 -> WildAnswer.of(200, "").with(WildFate.ANSWER_LOST);
            default -> beginLimit(now);
        };
    }

    private WildAnswer beginLimit(double now) {
        limitedUntil = now + 1 + random.nextInt(20);
        return limit();
    }

    private WildAnswer limit() {
        return switch (habits.limits()) {
            case 0 -> new WildAnswer(429, Map.of("retry-after", "3"), "", WildFate.WHOLE);
            case 1 ->
                    new WildAnswer(
                            403,
                            Map.of("x-ratelimit-remaining", "0"),
                            "{\"error\":\"invalid_client\"}",
                            WildFate.WHOLE);
            case 2 ->
                    new WildAnswer(
                            403,
                            Map.of("retry-after", "2"),
                            "{\"error\":\"access_denied\"}",
                            WildFate.WHOLE);
            default -> WildAnswer.of(400, "{\"error\":\"rate_limit_exceeded\"}");
        };
    }
}
