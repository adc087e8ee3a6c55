package dev.lanyard.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.console.InvitationView.AskedPermission;
import dev.lanyard.console.InvitationView.PermissionGroup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionWeightTest {

    @ParameterizedTest
    @CsvSource({
        "account, Read, READ",
        "email, Email, READ",
        "repository:write, Write, CHANGE",
        "wiki, Read and write, CHANGE",
        "pipeline:variable, Edit variables, CHANGE",
        "repository:admin, Admin, ADMINISTER",
        "repository:delete, Delete, DELETE",
        "contacts.readonly, Contacts, READ",
        "repo, Everything, USE",
        "sandbox, Sandbox, USE"
    })
    void isThatOfTheHeaviestWord(String scope, String name, PermissionWeight weight) {
        assertThat(PermissionWeight.of(scope, name)).isEqualTo(weight);
    }

    @Test
    void theLightestComesFirst() {
        List<PermissionGroup> groups =
                InvitationView.grouped(
                        List.of(
                                new AskedPermission("repository:delete", "Repositories", "Delete"),
                                new AskedPermission("repository:write", "Repositories", "Write"),
                                new AskedPermission("repository", "Repositories", "Read")));

        assertThat(groups)
                .extracting(PermissionGroup::weight)
                .containsExactly(
                        PermissionWeight.READ, PermissionWeight.CHANGE, PermissionWeight.DELETE);
    }
}
