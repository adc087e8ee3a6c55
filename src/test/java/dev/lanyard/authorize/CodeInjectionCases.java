package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.GRACE;
import static dev.lanyard.authorize.Journey.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A code that was stolen, or comes from another's journey (RFC 9700 §4.5). */
abstract class CodeInjectionCases {
    private final Browser victim = new Browser();
    private final Browser attacker = new Browser();
    private Journey journey;
    private String victims;
    private String attackers;

    @BeforeEach
    void bothConsent() {
        journey = Journey.begin();
        victims = journey.consent(victim, journey.session(), ADA);
        attackers = journey.consent(attacker, journey.session(), GRACE);
    }

    private static String with(String callback, String parameter, String other) {
        String value = Journey.query(other).get(parameter);
        return callback.replaceFirst(parameter + "=[^&]+", parameter + "=" + value);
    }

    @Test
    void aStolenCodeInTheAttackersOwnJourneyIsRefusedByItsVerifier() {
        Map<String, String> outcome = outcome(attacker.open(with(attackers, "code", victims)));

        assertThat(outcome)
                .containsEntry("status", "failed")
                .containsEntry("error", "code_rejected");
        assertThat(journey.events("connection.created")).isEmpty();
    }

    @Test
    void theAttackersCodeInTheVictimsJourneyConnectsNothing() {
        Map<String, String> outcome = outcome(victim.open(with(victims, "code", attackers)));

        assertThat(outcome)
                .containsEntry("status", "failed")
                .containsEntry("error", "code_rejected");
        assertThat(journey.events("connection.created")).isEmpty();
    }

    @Test
    void theAttackersWholeAnswerIsRefusedInTheVictimsBrowser() {
        assertThat(victim.open(attackers).statusCode()).isEqualTo(400);
        assertThat(victim.open(with(victims, "state", attackers)).statusCode()).isEqualTo(400);

        assertThat(journey.presented()).isZero();
        assertThat(outcome(victim.open(victims))).containsEntry("status", "connected");
    }
}
