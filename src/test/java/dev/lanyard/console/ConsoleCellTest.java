package dev.lanyard.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsoleCellTest {
    private static final String ID = "whk_a6nn3iqgc7q6jhbmviutq4bnoy";

    @Test
    void aLineMayEndBetweenThePartsOfAnAddressAndOfALongName() {
        assertThat(ConsoleCell.address("https://hooks.example/a?b=c").parts())
                .containsExactly("https://", "hooks.", "example/", "a?", "b=", "c");
        assertThat(ConsoleCell.address("connection.reconnect_required").parts())
                .containsExactly("connection.", "reconnect_", "required");
        assertThat(ConsoleCell.address("LanyardWebhooksLate").parts())
                .containsExactly("Lanyard", "Webhooks", "Late");
    }

    @Test
    void whatHasNoPartsIsBrokenAllTheSame() {
        assertThat(ConsoleCell.address("a".repeat(70)).parts())
                .containsExactly("a".repeat(31), "a".repeat(31), "a".repeat(8));
        assertThat(ConsoleCell.address("").parts()).isEmpty();
    }

    @Test
    void anIdStaysWhole() {
        assertThat(ConsoleCell.address("/webhooks/" + ID).parts())
                .containsExactly("/", "webhooks/", ID);
        assertThat(ConsoleCell.code(ID + "?a=b").parts()).containsExactly(ID + "?a=b");
    }

    @Test
    void anIdLooksTheSameAsALink() {
        assertThat(ConsoleCell.link(ID, "/x").look()).isEqualTo(ConsoleLook.CODE);
        assertThat(ConsoleCell.link("Demo Inc.", "/x").look()).isEqualTo(ConsoleLook.PLAIN);
    }
}
