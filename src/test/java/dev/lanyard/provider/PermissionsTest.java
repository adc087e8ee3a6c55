package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
    private static final int ROUNDS = 500;

    private final Provider bitbucket = Catalogue.load(Optional.empty()).get("bitbucket");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    email, email
                    account, email account
                    account:write, account:write
                    project, project repository
                    project:admin, project:admin
                    repository, repository
                    repository:write, repository repository:write
                    repository:admin, repository:admin
                    repository:delete, repository:delete
                    pullrequest, repository pullrequest
                    pullrequest:write, repository repository:write pullrequest pullrequest:write
                    issue, issue
                    issue:write, issue issue:write
                    wiki, wiki
                    snippet, snippet
                    snippet:write, snippet snippet:write
                    webhook, webhook
                    pipeline, pipeline
                    pipeline:write, pipeline:write
                    pipeline:variable, pipeline:variable
                    runner, runner
                    runner:write, runner:write
                    """)
    void bringWhatBitbucketsFormTicksWithThem(String scope, String closed) {
        assertThat(bitbucket.closed(List.of(scope))).containsExactly(closed.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "repository, repository",
        "REPOSITORY, repository",
        "https://api.example/auth/repository, repository",
        "https://www.googleapis.com/auth/userinfo.email, email",
        "api/repository,",
        "https://api.example/auth/xrepository,",
        "repositoryx,"
    })
    void areKnownInTheProvidersOwnSpelling(String granted, String scope) {
        assertThat(bitbucket.granted(List.of(granted)))
                .isEqualTo(scope == null ? List.of() : List.of(scope));
    }

    @Test
    void closeToTheSameSetInWhateverOrderAndHoweverOftenClosed() {
        Random random = new Random(20261123);
        List<String> all =
                bitbucket.permissions().stream().map(Provider.Permission::scope).toList();
        for (int round = 0; round < ROUNDS; round++) {
            List<String> some =
                    new java.util.ArrayList<>(
                            all.stream().filter(scope -> random.nextInt(4) == 0).toList());

            List<String> closed = bitbucket.closed(some);
            Collections.shuffle(some, random);

            assertThat(closed).containsAll(some).doesNotHaveDuplicates();
            assertThat(bitbucket.closed(some)).isEqualTo(closed);
            assertThat(bitbucket.closed(closed)).isEqualTo(closed);
        }
    }

    @Test
    void closeOverACircleOfImplications() {
        Provider.Permission a = new Provider.Permission("a", "A", "A", false, List.of("b"));
        Provider.Permission b = new Provider.Permission("b", "A", "B", false, List.of("a"));
        Provider circle = ProviderSamples.with(bitbucket, List.of(a, b));

        assertThat(circle.closed(List.of("a"))).containsExactly("a", "b");
    }

    @Test
    void dropUnknownScopesWhenClosed() {
        assertThat(bitbucket.closed(List.of("email", "teleport"))).containsExactly("email");
    }
}
