package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.token.ClientCredentials.Method;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
    @TempDir Path dir;

    @Test
    void holdsBitbucketAsItsPagesDescribeIt() {
        Provider bitbucket = Catalogue.load(Optional.empty()).get("bitbucket");

        assertThat(bitbucket.authorizationEndpoint())
                .isEqualTo(URI.create("https://bitbucket.org/site/oauth2/authorize"));
        assertThat(bitbucket.tokenEndpoint())
                .isEqualTo(URI.create("https://bitbucket.org/site/oauth2/access_token"));
        assertThat(bitbucket.revocationEndpoint()).isEmpty();
        assertThat(bitbucket.tokenEndpointAuthMethod()).isEqualTo(Method.CLIENT_SECRET_BASIC);
        assertThat(bitbucket.issuer()).isEmpty();
        assertThat(bitbucket.pkce()).isTrue();
        assertThat(bitbucket.scope().sent()).isFalse();
        assertThat(bitbucket.refreshToken())
                .isEqualTo(
                        new Provider.RefreshToken(
                                true,
                                Optional.of(Duration.ofDays(90)),
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(10),
                                Optional.empty()));
        assertThat(bitbucket.accessTokenLifetime()).isEqualTo(Duration.ofHours(2));
        assertThat(bitbucket.api().hosts()).containsExactly("api.bitbucket.org");
        assertThat(bitbucket.account().id()).isEqualTo("/uuid");
        assertThat(bitbucket.email()).isPresent();
        assertThat(bitbucket.git()).contains(new Provider.Git("bitbucket.org", "x-token-auth"));
        assertThat(bitbucket.permissions()).hasSize(22);
        assertThat(bitbucket.required()).containsExactly("account");
    }

    @Test
    void tellsInTheGuideWhatToPasteAndBothNamesOfTheThing() {
        Provider bitbucket = Catalogue.load(Optional.empty()).get("bitbucket");

        String guide =
                bitbucket.setupSteps().stream()
                        .map(
                                step ->
                                        step.title()
                                                + " "
                                                + step.text(URI.create("https://l.example/cb")))
                        .reduce("", (text, step) -> text + "\n" + step);

        assertThat(guide)
                .contains("https://l.example/cb", "OAuth consumer", "OAuth client")
                .contains("private consumer", "Key", "Secret", "error page")
                .doesNotContain("{callback_url}");
    }

    @Test
    void addsAndReplacesByTheOperatorsFolder() throws IOException {
        write("acme.yaml", entry("name: bitbucket", "name: acme"));
        write("own.yaml", entry("display_name: Bitbucket Cloud", "display_name: Our Bitbucket"));
        write("notes.txt", "not an entry");

        var providers = Catalogue.load(Optional.of(dir));

        assertThat(providers).containsOnlyKeys("acme", "bitbucket");
        assertThat(providers.get("bitbucket").displayName()).isEqualTo("Our Bitbucket");
    }

    @Test
    void takesAnEntryWithoutTheOptionalParts() throws IOException {
        write(
                "small.yaml",
                """
                name: small
                display_name: Small
                authorization_endpoint: https://small.example/authorize
                token_endpoint: http://127.0.0.1:9999/token
                token_endpoint_auth_method: client_secret_post
                issuer: https://small.example
                pkce: none
                token_requests: { background_per_hour: 10, parallel: 1 }
                scope: { sent: true, separator: ",", default: [read] }
                refresh_token: { rotates: false, grace: PT0S, lockout: PT0S }
                access_token: { default_lifetime: PT1H }
                api: { base_url: https://small.example/api, hosts: [small.example] }
                account: { url: https://small.example/api/me, id: /id, email: /email }
                permissions: []
                setup_steps: []
                """);

        Provider small = Catalogue.load(Optional.of(dir)).get("small");

        assertThat(small.tokenEndpointAuthMethod()).isEqualTo(Method.CLIENT_SECRET_POST);
        assertThat(small.issuer()).contains("https://small.example");
        assertThat(small.pkce()).isFalse();
        assertThat(small.scope())
                .isEqualTo(new Provider.ScopeParameter(true, ",", List.of("read")));
        assertThat(small.refreshToken().idleLifetime()).isEmpty();
        assertThat(small.email()).isEmpty();
        assertThat(small.git()).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    name: bitbucket                  | name: Bit_Bucket                  | name: must be
                    name: bitbucket                  | name: 7                           | name: must be text, not 7
                    name: bitbucket                  | nom: bitbucket                    | nom: unknown
                    display_name: Bitbucket Cloud    |                                   | display_name: missing
                    /site/oauth2/authorize           | /site oauth2                      | authorization_endpoint: must be
                    https://bitbucket.org/site/oauth2/access_token | http://bitbucket.org/token | token_endpoint: must be https
                    https://bitbucket.org/site/oauth2/access_token | /token             | token_endpoint: must be an absolute
                    revocation_endpoint: # none      | revocation_endpoint: nowhere #    | revocation_endpoint: must be
                    client_secret_basic              | private_key_jwt                   | token_endpoint_auth_method: must be
                    pkce: S256                       | pkce: plain                       | pkce: must be S256 or none
                    background_per_hour: 900         | background_per_hour: many         | token_requests.background_per_hour: must be a whole number
                    parallel: 8                      | parallel: 0                       | token_requests.parallel: must be a whole number from 1
                    sent: false                      | sent: "no"                        | scope.sent: must be true or false
                    default: []                      | default: account                  | scope.default: must be a list
                    default: []                      | default: [1]                      | scope.default[0]: must be text
                    idle_lifetime: P90D              | idle_lifetime: 90 days            | refresh_token.idle_lifetime: must be an ISO 8601 duration
                    idle_lifetime: P90D              | idle: P90D                        | refresh_token.idle: unknown
                    grace: PT10M                     | grace: -PT1S                      | refresh_token.grace: must be at least
                    default_lifetime: PT2H           | default_lifetime: PT0S            | access_token.default_lifetime: must be at least
                    hosts: [api.bitbucket.org]       | hosts: [bitbucket.org]            | api.hosts: must hold
                    org/2.0", hosts                  | org/2.0/", hosts                  | api.base_url: must not end in a slash
                    id: /uuid                        | id: uuid                          | account.id: must be a JSON pointer
                    list: /values                    | list: [values]                    | email.list: must be text
                    hosts: [api.bitbucket.org]       | hosts: ["api.bitbucket.org:443"]  | api.hosts: must be a host name
                    hosts: [api.bitbucket.org]       | hosts: [https://api.bitbucket.org] | api.hosts: must be a host name
                    host: bitbucket.org,             |                                   | git.host: missing
                    host: bitbucket.org,             | host: https://bitbucket.org,      | git.host: must be a host name
                    issuer: # no                     | issuer: Atlassian #               | issuer: must be
                    implies: [email]                 | implies: [mail]                   | permissions[1].implies: no permission
                    scope: "account:write"           | scope: account                    | permissions[2].scope: is there twice
                    required: true                   | required: maybe                   | permissions[1].required: must be true or false
                    title: Open your                 | titel: Open your                  | setup_steps[0].titel: unknown
                    setup_steps:                     | steps:                            | steps: unknown
                    pkce: S256                       | pkce: S256\\nname: again          | line
                    pkce: S256                       | pkce: {                           | line
                    """)
    void refusesAMalformedEntryByFileAndField(String right, String wrong, String complaint)
            throws IOException {
        String replacement = wrong == null ? "" : wrong.replace("\\n", "\n");
        Path file = write("wrong.yaml", entry(right, replacement));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.load(Optional.of(dir)))
                .withMessageStartingWith(file + ": " + complaint)
                .satisfies(failure -> assertThat(failure.getMessage()).hasLineCount(1));
    }

    @ParameterizedTest
    @CsvSource({"''", "'# nothing'", "'[]'", "'just text'"})
    void refusesAFileThatHoldsNoEntry(String content) throws IOException {
        Path file = write("empty.yaml", content);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.load(Optional.of(dir)))
                .withMessageStartingWith(file + ": name: missing");
    }

    @Test
    void refusesTwoEntriesInOneFile() throws IOException {
        Path file = write("two.yaml", entry("", "") + "\n---\nname: other\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.load(Optional.of(dir)))
                .withMessageStartingWith(file + ": line");
    }

    @Test
    void refusesTheSameNameInTwoFiles() throws IOException {
        Path first = write("a.yaml", entry("", ""));
        Path second = write("b.yaml", entry("", ""));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.load(Optional.of(dir)))
                .withMessage(second + ": name: bitbucket is also the name in " + first);
    }

    @Test
    void takesAnEntryOfTenLinesForWhatMostProvidersDo() throws IOException {
        write(
                "small.yaml",
                """
                name: small
                display_name: Small
                authorization_endpoint: https://small.example/authorize
                token_endpoint: https://small.example/token
                account: { url: https://api.small.example/me, id: /id }
                permissions:
                  - { scope: read }
                """);

        Provider small = Catalogue.load(Optional.of(dir)).get("small");

        assertThat(small.tokenEndpointAuthMethod()).isEqualTo(Method.CLIENT_SECRET_BASIC);
        assertThat(small.pkce()).isTrue();
        assertThat(small.scope()).isEqualTo(new Provider.ScopeParameter(true, " ", List.of()));
        assertThat(small.refreshToken())
                .isEqualTo(
                        new Provider.RefreshToken(
                                true,
                                Optional.empty(),
                                Duration.ZERO,
                                Duration.ZERO,
                                Optional.empty()));
        assertThat(small.accessTokenLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(small.api().baseUrl()).isEqualTo(URI.create("https://api.small.example"));
        assertThat(small.api().hosts()).containsExactly("api.small.example");
        assertThat(small.permissions())
                .containsExactly(
                        new Provider.Permission("read", "Permissions", "read", false, List.of()));
        assertThat(small.setupSteps())
                .extracting(Provider.SetupStep::text)
                .anyMatch(text -> text.contains("{callback_url}"));
    }

    @Test
    void tellsAllMistakesOfAllFilesAtOnce() throws IOException {
        Path first =
                write(
                        "a.yaml",
                        """
                        name: A
                        pkce: plain
                        token_endpoint: http://a.example/token
                        refresh_token: { grace: soon }
                        permissions:
                          - { scope: read, implies: [write] }
                          - { area: Other }
                        colour: red
                        """);
        Path second = write("b.yaml", "name: b");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.load(Optional.of(dir)))
                .satisfies(
                        failure ->
                                assertThat(failure.getMessage().split("; "))
                                        .extracting(
                                                each ->
                                                        each.split(": ")[0]
                                                                + " "
                                                                + each.split(": ")[1])
                                        .containsExactlyInAnyOrder(
                                                first + " name",
                                                first + " display_name",
                                                first + " authorization_endpoint",
                                                first + " token_endpoint",
                                                first + " account",
                                                first + " pkce",
                                                first + " refresh_token.grace",
                                                first + " permissions[0].implies",
                                                first + " permissions[1].scope",
                                                first + " colour",
                                                second + " display_name",
                                                second + " authorization_endpoint",
                                                second + " token_endpoint",
                                                second + " account",
                                                second + " permissions"));
    }

    @Test
    void fillsAnEntryFromItsIssuersMetadata() throws IOException {
        write(
                "login.yaml",
                """
                name: login
                display_name: Login
                issuer: https://login.example
                discovery: true
                scope: { default: [openid, offline_access] }
                """);
        UndiscoveredEntry entry = Catalogue.read(Optional.of(dir)).undiscovered().get(0);

        Provider login =
                entry.complete(
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"issuer": "https://login.example",
                                         "authorization_endpoint": "https://login.example/a",
                                         "token_endpoint": "https://login.example/t",
                                         "userinfo_endpoint": "https://api.login.example/me",
                                         "token_endpoint_auth_methods_supported": ["client_secret_post"],
                                         "code_challenge_methods_supported": ["plain"]}
                                        """));

        assertThat(entry.metadataUrl())
                .isEqualTo(URI.create("https://login.example/.well-known/openid-configuration"));
        assertThat(login.tokenEndpoint()).isEqualTo(URI.create("https://login.example/t"));
        assertThat(login.tokenEndpointAuthMethod()).isEqualTo(Method.CLIENT_SECRET_POST);
        assertThat(login.pkce()).isFalse();
        assertThat(login.account().id()).isEqualTo("/sub");
        assertThat(login.issuer()).as("it promises no iss").isEmpty();
        assertThat(Catalogue.load(Optional.of(dir))).doesNotContainKey("login");
    }

    @Test
    void refusesMetadataOfAnotherIssuer() throws IOException {
        write(
                "login.yaml",
                """
                name: login
                display_name: Login
                issuer: https://login.example
                discovery: true
                scope: { default: [openid] }
                """);
        UndiscoveredEntry entry = Catalogue.read(Optional.of(dir)).undiscovered().get(0);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                entry.complete(
                                        new ObjectMapper()
                                                .readTree(
                                                        "{\"issuer\": \"https://evil.example\"}")))
                .withMessageContaining("evil.example");
    }

    @Test
    void tellsWhatElseIsWrongWithAnEntryThatIsToBeDiscovered() throws IOException {
        write(
                "login.yaml",
                "name: login\nissuer: https://login.example\ndiscovery: true\nscope: { default: [x] }\n");
        write("lost.yaml", "name: lost\ndisplay_name: Lost\ndiscovery: true\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.load(Optional.of(dir)))
                .withMessageContaining("login.yaml: display_name: missing")
                .withMessageContaining("lost.yaml: issuer: missing");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalogue.load(Optional.of(dir.resolve("gone"))))
                .withMessageStartingWith("LANYARD_PROVIDERS_DIR: ");
    }

    private Path write(String file, String content) throws IOException {
        return Files.writeString(dir.resolve(file), content);
    }

    /** Bitbucket's entry with its first {@code right} replaced. */
    private static String entry(String right, String wrong) throws IOException {
        try (InputStream in = Catalogue.class.getResourceAsStream("/providers/bitbucket.yaml")) {
            String entry = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(entry).contains(right);
            return entry.replaceFirst(
                    java.util.regex.Pattern.quote(right),
                    java.util.regex.Matcher.quoteReplacement(wrong));
        }
    }
}
