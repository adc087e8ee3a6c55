package dev.lanyard.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.provider.Catalogue;
import dev.lanyard.provider.Provider;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionChoiceTest {
    private final Provider bitbucket = Catalogue.load(Optional.empty()).get("bitbucket");

    @Test
    void tellsWhatAdminDoesNotBring() {
        assertThat(box("repository:admin").lacks()).startsWith("Brings neither Read nor Write:");
        assertThat(box("project:admin").lacks()).startsWith("Does not bring Read:");
        assertThat(box("repository:delete").lacks()).startsWith("Brings neither Read nor Write:");
        assertThat(box("pipeline:variable").lacks()).startsWith("Does not bring Read:");
    }

    @Test
    void warnsOfNothingThatComesAlongOrIsThereAnyway() {
        for (String scope :
                List.of(
                        "account:write",
                        "repository:write",
                        "pullrequest:write",
                        "issue:write",
                        "wiki")) {
            assertThat(box(scope).lacks()).as(scope).isEmpty();
        }
    }

    @Test
    void tellsAllThatABoxBrings() {
        assertThat(box("pullrequest:write").brings())
                .isEqualTo("Repositories: Read, Repositories: Write, Pull requests: Read");
        assertThat(box("project").brings()).isEqualTo("Repositories: Read");
    }

    @Test
    void picksWhatIsRequiredByItself() {
        PermissionChoice nothing = PermissionChoice.of(bitbucket, List.of());

        assertThat(nothing.json()).isEqualTo("[\"account\"]");
        assertThat(nothing.ticks())
                .containsExactly(
                        new PermissionChoice.Tick("Account: Read", "account", "Account: Email"));
    }

    @Test
    void leavesOutWhatTheFormTicksAlong() {
        PermissionChoice choice =
                PermissionChoice.of(
                        bitbucket, List.of("pullrequest:write", "repository", "repository:admin"));

        assertThat(choice.ticks())
                .extracting(PermissionChoice.Tick::scope)
                .containsExactly("account", "repository:admin", "pullrequest:write");
        assertThat(choice.json())
                .isEqualTo(
                        "[\"account\",\"repository\",\"repository:admin\",\"pullrequest:write\"]");
    }

    @Test
    void ignoresWhatTheProviderDoesNotHave() {
        assertThat(PermissionChoice.of(bitbucket, List.of("<script>", "root")).json())
                .isEqualTo("[\"account\"]");
    }

    private PermissionChoice.ChoiceBox box(String scope) {
        return PermissionChoice.of(bitbucket, List.of()).areas().stream()
                .flatMap(area -> area.boxes().stream())
                .filter(box -> box.scope().equals(scope))
                .findFirst()
                .orElseThrow();
    }
}
