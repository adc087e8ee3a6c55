package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.pace.CoolDowns;
import dev.lanyard.provider.Provider;
import dev.lanyard.token.ProbeVerdict;
import dev.lanyard.token.ReadResponse;
import dev.lanyard.token.TokenResponse;
import dev.lanyard.token.TokenSet;
import dev.lanyard.wild.WildAnswer;
import dev.lanyard.wild.WildAuthorizationServer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What Lanyard has of the grants of one profile, moved by the parser and the classifier as they
 * are, and by the conditions of {@link Leases}, {@link GrantVerdicts} and {@link ClientProbes}
 * without a database. Time in seconds.
 */
final class WildProfile {
    private static final double HELD = 600;
    private static final double FRESH_PROOF = 60;
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private final WildAuthorizationServer server;
    private final Provider provider;
    private final List<WildConnection> connections = new ArrayList<>();
    private final List<String> leaks = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private String secret;
    private double pausedUntil = NEVER;
    private double coolUntil = NEVER;
    private double provedAt = NEVER;
    private double spentAt = NEVER;
    private double probedAt = NEVER;
    private double refusedAt = NEVER;
    private double succeededAt = NEVER;
    private double triedAt = NEVER;
    private Boolean secretMatters;
    private boolean rejected;
    private boolean suspected;

    private record Refusal(WildConnection of, double at) {}

    /** A row. */
    static final class WildConnection {
        final int number;
        String token;
        long version = 1;
        double mark = NEVER;
        double lease = NEVER;
        int attempts;
        double retryAt = NEVER;
        boolean suspect;
        double heldAt = NEVER;
        long heldVersion;
        double expiresAt;
        String health = "active";
        String reason = "";
        double diedAt = NEVER;

        WildConnection(int number, String token) {
            this.number = number;
            this.token = token;
        }

        boolean dead() {
            return health.equals("reconnect_required");
        }

        boolean outstanding() {
            return mark > NEVER;
        }

        boolean held() {
            return heldVersion == version;
        }
    }

    WildProfile(WildAuthorizationServer server, Provider provider) {
        this.server = server;
        this.provider = provider;
        this.secret = server.clientSecret();
        server.grants()
                .forEach(
                        grant ->
                                connections.add(
                                        new WildConnection(grant.number(), grant.current())));
    }

    List<WildConnection> connections() {
        return connections;
    }

    /** Texts that hold a secret. */
    List<String> leaks() {
        return leaks;
    }

    boolean rejected() {
        return rejected;
    }

    /** The tenant sets what the provider shows (rule 19: it begins anew). */
    void secret(String repaired) {
        secret = repaired;
        rejected = false;
        suspected = false;
        connections.forEach(each -> each.suspect = false);
    }

    private double grace() {
        return provider.refreshToken().grace().toSeconds();
    }

    /** Somebody needs a token of this connection, or background work looks at it. */
    void look(WildConnection c, boolean asked, double now) {
        if (!c.dead() && c.suspect && !cooling(now)) {
            prove(now);
        }
        if (mayPresent(c, asked, now)) {
            present(c, now);
        }
    }

    /** Somebody asks for a dead grant's token to be presented once more (rule 18). */
    void revive(WildConnection c, double now) {
        if (c.dead()) {
            present(c, now);
        }
    }

    private boolean cooling(double now) {
        return coolUntil > now;
    }

    private boolean isProved(double now) {
        boolean doubted = locksOut() && refusedAt >= provedAt;
        return provedAt >= Math.max(coolUntil, now - FRESH_PROOF) && spentAt < provedAt && !doubted;
    }

    private boolean mayPresent(WildConnection c, boolean asked, double now) {
        boolean expired = c.expiresAt <= now;
        if (c.dead() || c.retryAt > now || !(expired || c.attempts > 0 || c.suspect || c.held())) {
            return false;
        }
        boolean savable = c.outstanding() && grace() > 0 && now < c.mark + grace() - 30;
        if (rejected && !savable && !(suspected && !c.suspect && asked && expired)) {
            return false;
        }
        if (savable) {
            return pausedUntil <= now || pausedUntil > c.mark + grace() - 30;
        }
        if (pausedUntil > now) {
            return false;
        }
        if (c.held() && now < c.heldAt + HELD && succeededAt <= c.heldAt) {
            return false;
        }
        if (c.suspect) {
            return !cooling(now) && isProved(now);
        }
        if (c.outstanding() && grace() > 0) {
            return now >= c.mark + grace();
        }
        if (c.outstanding()) {
            return asked && expired && c.lease + 120 <= now;
        }
        return !cooling(now) || (asked && expired);
    }

    private void present(WildConnection c, double now) {
        if (c.suspect && !c.dead()) {
            spentAt = now;
        }
        double foundMark = c.mark;
        double foundLease = c.lease;
        c.mark = foundMark > NEVER ? foundMark : now;
        c.lease = now;
        WildAnswer answer = server.refresh(c.token, secret, now);
        TokenResponse response = read(answer, secret, c.token);
        if (response instanceof TokenResponse.Issued issued) {
            store(c, issued.tokens(), now);
            return;
        }
        RefreshDecision decision =
                FailureClassifier.classify(response, lease(c, foundMark, now), provider, c.suspect);
        doubtProof(decision, response, c, now);
        if (!c.dead()) {
            carryOut(decision, response, c, foundMark, now);
        }
        if (!(decision instanceof RefreshDecision.Retry retry && retry.consumed())
                && !(decision instanceof RefreshDecision.Dead && c.dead())) {
            c.mark = foundMark;
            c.lease = foundLease;
        }
    }

    private TokenResponse read(WildAnswer answer, String... secrets) {
        TokenResponse read =
                answer.arrives()
                        ? ReadResponse.of(
                                answer.status(),
                                answer.headers(),
                                answer.body().replaceFirst("^\uFEFF", ""),
                                secrets)
                        : new TokenResponse.Ambiguous("no response");
        for (String each : secrets) {
            if (read.toString().contains(WildAuthorizationServer.heart(each))) {
                leaks.add(read + " of " + answer.body());
            }
        }
        return read;
    }

    private Lease lease(WildConnection c, double foundMark, double now) {
        boolean outstanding = foundMark > NEVER;
        double left = (outstanding ? foundMark : now) + grace() - 30 - now;
        return new Lease(
                new ConnectionRef("ten_a", "conn_" + c.number),
                c.version,
                1,
                outstanding ? OffsetDateTime.now() : null,
                null,
                System.nanoTime(),
                c.attempts,
                Duration.ofMillis((long) (left * 1000)),
                Duration.ofHours(1),
                false,
                c.suspect);
    }

    private void store(WildConnection c, TokenSet tokens, double now) {
        c.token = tokens.refreshToken().orElse(c.token);
        c.version++;
        c.mark = NEVER;
        c.attempts = 0;
        c.retryAt = NEVER;
        c.suspect = false;
        c.health = "active";
        c.reason = "";
        c.expiresAt = now + tokens.lifetime().orElse(provider.accessTokenLifetime()).toSeconds();
        succeeded(now);
    }

    private void succeeded(double now) {
        boolean news =
                (coolUntil > NEVER && (provedAt < coolUntil || spentAt >= provedAt))
                        || (refusedAt > NEVER && succeededAt < refusedAt);
        if (news) {
            provedAt = now;
            succeededAt = now;
        }
        if (rejected && suspected) {
            rejected = false;
            suspected = false;
        }
    }

    private void carryOut(
            RefreshDecision decision,
            TokenResponse response,
            WildConnection c,
            double foundMark,
            double now) {
        c.attempts++;
        if (decision instanceof RefreshDecision.Retry retry) {
            degraded(c, retry.reason(), now + retry.delay().toMillis() / 1000.0);
        } else if (decision instanceof RefreshDecision.Pause pause) {
            pausedUntil = now + pause.retryAfter().orElse(Duration.ofSeconds(2)).toSeconds();
            degraded(c, "rate_limited", pausedUntil);
        } else if (decision instanceof RefreshDecision.Suspect) {
            coolDown(now);
            c.suspect = true;
            degraded(c, "checking_grant", NEVER);
        } else if (decision instanceof RefreshDecision.Dead dead) {
            pronounce(dead, response, c, foundMark, now);
        }
    }

    private void doubtProof(
            RefreshDecision decision, TokenResponse response, WildConnection c, double now) {
        boolean beginsCoolDown =
                !c.dead()
                        && response instanceof TokenResponse.Refused refused
                        && refused.ofClient()
                        && !(decision instanceof RefreshDecision.Retry);
        if (GrantVerdicts.mayLockOut(response) && !beginsCoolDown && locksOut()) {
            refusedAt = now;
            if (provedAt > now - 90 && connections.stream().anyMatch(each -> each.suspect)) {
                coolDown(now);
            }
        }
    }

    private boolean locksOut() {
        return !provider.refreshToken().lockout().isZero();
    }

    private static void degraded(WildConnection c, String reason, double retryAt) {
        c.health = "degraded";
        c.reason = reason;
        c.retryAt = retryAt;
    }

    private void coolDown(double now) {
        double lockout = provider.refreshToken().lockout().toSeconds();
        if (coolUntil <= now) {
            coolUntil = now + (lockout == 0 ? 0 : lockout * 1.05 + 1);
        }
    }

    private void pronounce(
            RefreshDecision.Dead dead,
            TokenResponse response,
            WildConnection c,
            double foundMark,
            double now) {
        boolean first =
                response instanceof TokenResponse.Refused refused
                        && refused.ofGrant()
                        && foundMark == NEVER
                        && !c.held();
        if (first && counted(c, now) >= 3) {
            hold(c, now);
            refusals.stream()
                    .map(Refusal::of)
                    .filter(WildConnection::dead)
                    .forEach(each -> hold(each, now));
            return;
        }
        if (((TokenResponse.Refused) response).ofClient()) {
            coolDown(now);
            probedAt = NEVER;
        }
        c.health = "reconnect_required";
        c.reason = dead.reason();
        c.diedAt = now;
        c.suspect = false;
    }

    private int counted(WildConnection c, double now) {
        refusedAt = now;
        refusals.removeIf(
                each -> each.of() == c || each.at() <= now - 60 || each.at() <= succeededAt);
        refusals.add(new Refusal(c, now));
        return refusals.size();
    }

    private static void hold(WildConnection c, double now) {
        c.heldAt = now;
        c.heldVersion = c.version;
        c.mark = NEVER;
        degraded(c, "checking_grant", NEVER);
    }

    /** {@link ClientProbes}, after the cool-down. */
    private void prove(double now) {
        boolean proved = !rejected && isProved(now);
        boolean doubted = locksOut() && refusedAt > now - CoolDowns.length(provider).toSeconds();
        if (proved || doubted || probedAt > now - (rejected ? 600 : 15)) {
            return;
        }
        probedAt = now;
        ProbeVerdict about = probe(secret, now);
        if (about == ProbeVerdict.ABOUT_CODE) {
            about = dependent(now);
        }
        conclude(about, now);
    }

    private ProbeVerdict probe(String with, double now) {
        return ProbeVerdict.of(read(server.code("made-up-code", with, now), with));
    }

    /** What the answer about the code is worth. */
    private ProbeVerdict dependent(double now) {
        if (triedAt > now - 86_400) {
            return Boolean.TRUE.equals(secretMatters)
                    ? ProbeVerdict.ABOUT_CODE
                    : ProbeVerdict.ABOUT_NEITHER;
        }
        triedAt = now;
        ProbeVerdict wrong = probe("wrong-on-purpose-0123456789", now);
        if (wrong == ProbeVerdict.NONE || wrong == ProbeVerdict.ABOUT_NEITHER) {
            secretMatters = null;
            return ProbeVerdict.ABOUT_NEITHER;
        }
        secretMatters = wrong == ProbeVerdict.ABOUT_CLIENT;
        return secretMatters ? probe(secret, now) : ProbeVerdict.ABOUT_NEITHER;
    }

    private void conclude(ProbeVerdict about, double now) {
        if (about == ProbeVerdict.ABOUT_CODE) {
            provedAt = now;
            rejected = false;
            suspected = false;
        } else if (about != ProbeVerdict.NONE) {
            rejected = true;
            suspected = about == ProbeVerdict.ABOUT_NEITHER;
        }
    }
}
