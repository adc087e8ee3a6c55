package dev.lanyard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
    private static final String KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    @TempDir Path folder;

    @Test
    void acceptsTheRequiredKeysAlone() {
        assertThat(check(Environment.complete())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LANYARD_PUBLIC_URL",
                "LANYARD_DB_HOST",
                "LANYARD_DB_NAME",
                "LANYARD_DB_USER",
                "LANYARD_DB_PASSWORD",
                "LANYARD_ADMIN_TOKEN"
            })
    void namesARequiredKeyThatIsMissingOrEmpty(String key) {
        Environment environment = Environment.complete();

        assertThat(check(environment.without(key))).contains(key + " is missing");
        assertThat(check(environment.with(key, ""))).contains(key + " is missing");
    }

    @Test
    void namesAllThatIsMissingInOneLine() {
        Environment environment =
                Environment.complete().without("LANYARD_PUBLIC_URL").without("LANYARD_DB_HOST");

        assertThat(check(environment).orElseThrow().split("; "))
                .containsExactlyInAnyOrder(
                        "LANYARD_PUBLIC_URL is missing", "LANYARD_DB_HOST is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "LANYARD_PUBLIC_URL, connect.example.com",
        "LANYARD_PUBLIC_URL, https://",
        "LANYARD_PUBLIC_URL, https://connect.example.com/",
        "LANYARD_PUBLIC_URL, https://connect.example.com/base",
        "LANYARD_PUBLIC_URL, https://connect.example.com?a=b",
        "LANYARD_PUBLIC_URL, https://user@connect.example.com",
        "LANYARD_PUBLIC_URL, ftp://connect.example.com",
        "LANYARD_PUBLIC_URL, 'https://connect example.com'",
        "LANYARD_DB_HOST, tcp://10.0.0.1:5432",
        "LANYARD_DB_HOST, 'postgres://u:p@db/name'",
        "LANYARD_DB_HOST, db.example.com:5432",
        "LANYARD_DB_HOST, 'db1,db2'",
        "LANYARD_DB_HOST, ' db.example.com'",
        "LANYARD_DB_HOST, 'db.example.com '",
        "LANYARD_DB_PORT, none",
        "LANYARD_DB_PORT, 65536",
        "LANYARD_DB_SSL_MODE, sometimes",
        "LANYARD_DB_SSL_ROOT_CERT, /nowhere/root.crt",
        "LANYARD_DB_POOL_SIZE, 0",
        "LANYARD_DB_POOL_SIZE, many",
        "LANYARD_ADMIN_TOKEN, short",
        "LANYARD_ADMIN_TOKEN, '0123456789abcdef0123456789abcdef,'",
        "LANYARD_ADMIN_TOKEN, '0123456789abcdef 0123456789abcdef'",
        "LANYARD_ADMIN_TOKEN, '0123456789abcdef\n0123456789abcdef'",
        "LANYARD_VAULT_KEYS, 1",
        "LANYARD_VAULT_KEYS, 1:c2hvcnQ=",
        "LANYARD_VAULT_KEYS, 1:***",
        "LANYARD_REFRESH, perhaps",
        "LANYARD_PROVIDERS_DIR, /nowhere/providers",
        "LANYARD_MIGRATE_AT_START, perhaps",
        "LANYARD_WEBHOOK_ALLOW_PRIVATE, perhaps",
        "LANYARD_BRAND_LOGO_FILE, /nowhere/logo.png",
        "LANYARD_BRAND_COLOR, red",
        "LANYARD_BRAND_SUPPORT_URL, http://help.example",
        "LANYARD_WORKLOAD_ISSUERS, issuer.example",
        "LANYARD_WORKLOAD_ISSUERS, http://issuer.example",
        "LANYARD_WORKLOAD_ISSUERS, 'https://a.example,https://a.example'",
        "LANYARD_WORKLOAD_ISSUERS, https://a.example=/nowhere/keys.json",
        "LANYARD_WORKLOAD_ISSUERS, https://a.example=/dev/null",
        "LANYARD_WEBHOOK_PROXY, proxy.internal:3128",
        "LANYARD_WEBHOOK_PROXY, http://proxy.internal",
        "LANYARD_WEBHOOK_PROXY, http://user:pw@proxy.internal:3128",
        "LANYARD_EGRESS_PROXY, proxy.internal:3128",
        "LANYARD_EGRESS_PROXY, http://user:pw@proxy.internal:3128",
        "LANYARD_NO_PROXY, 'http://internal/'",
        "LANYARD_CA_CERT_FILE, /nowhere/ca.pem",
        "LANYARD_SHUTDOWN_DELAY, soon",
        "LANYARD_SHUTDOWN_DELAY, -5s",
        "LANYARD_SANDBOX, perhaps",
        "LANYARD_HTTP_PORT, -1",
        "LANYARD_HTTP_PORT, http",
        "LANYARD_MANAGEMENT_PORT, 65536"
    })
    void namesTheKeyOfAMalformedValueInOneLine(String key, String value) {
        Optional<String> complaint = check(Environment.complete().with(key, value));

        assertThat(complaint.orElseThrow()).startsWith(key).hasLineCount(1);
        assertThat(complaint.orElseThrow()).doesNotContain("SRCFG").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db",
                "my_db.example.com",
                "10.0.0.1",
                "::1",
                "[fd00::1]",
                "fe80::1%eth0",
                "db."
            })
    void takesEveryNameAndAddressOfADatabase(String host) {
        assertThat(check(Environment.complete().with("LANYARD_DB_HOST", host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void asksForTheCertificateThatAnSslModeNeeds(String mode) {
        assertThat(check(Environment.complete().with("LANYARD_DB_SSL_MODE", mode)))
                .contains(
                        "LANYARD_DB_SSL_ROOT_CERT is missing: LANYARD_DB_SSL_MODE="
                                + mode
                                + " needs it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LANYARD_DB_MIGRATION_USER", "LANYARD_DB_MIGRATION_PASSWORD"})
    void wantsBothOfTheMigrationRoleOrNone(String key) {
        assertThat(check(Environment.complete().with(key, "owner")))
                .contains(
                        "LANYARD_DB_MIGRATION_USER and LANYARD_DB_MIGRATION_PASSWORD: set both or"
                                + " none");
    }

    @Test
    void wantsExactlyOneSourceOfVaultKeys() {
        Environment none = Environment.complete().without("LANYARD_VAULT_KEYS");
        Environment both = Environment.complete().with("LANYARD_VAULT_KEYS_FILE", "/run/keys");

        String complaint =
                "LANYARD_VAULT_KEYS or LANYARD_VAULT_KEYS_FILE: set exactly one of the two";
        assertThat(check(none)).contains(complaint);
        assertThat(check(both)).contains(complaint);
    }

    @Test
    void readsVaultKeysFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "2:" + KEY + ",1:" + KEY + "\n");
        Environment environment =
                Environment.complete()
                        .without("LANYARD_VAULT_KEYS")
                        .with("LANYARD_VAULT_KEYS_FILE", file.toString());

        assertThat(check(environment)).isEmpty();
    }

    @Test
    void namesAVaultKeyFileThatCannotBeRead() {
        Environment environment =
                Environment.complete()
                        .without("LANYARD_VAULT_KEYS")
                        .with("LANYARD_VAULT_KEYS_FILE", "/nowhere/keys");

        assertThat(check(environment))
                .contains("LANYARD_VAULT_KEYS_FILE: the file it names cannot be read");
    }

    @Test
    void takesLineBreaksAtTheEndOffEveryValue() {
        Environment environment =
                Environment.complete()
                        .with("LANYARD_DB_PORT", "5432\n")
                        .with("LANYARD_DB_PASSWORD", "secret\r\n")
                        .with("LANYARD_MIGRATE_AT_START", "true\n");

        assertThat(check(environment)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "LANYARD_DB_HOST, \"db.example.com\"",
        "LANYARD_DB_PORT, \"5432\"",
        "LANYARD_ADMIN_TOKEN, \"0123456789abcdef0123456789abcdef\"",
        "LANYARD_SHUTDOWN_DELAY, \"5s\""
    })
    void refusesAValueInQuotationMarksWithThatReason(String key, String value) {
        assertThat(check(Environment.complete().with(key, value)))
                .contains(key + " is in quotation marks: take them off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LANYARD_DB_PORT", "LANYARD_HTTP_PORT", "LANYARD_MANAGEMENT_PORT"})
    void saysWhereAnAddressInPlaceOfAPortComesFrom(String key) {
        assertThat(check(Environment.complete().with(key, "tcp://10.0.0.1:5432")).orElseThrow())
                .startsWith(key + " is an address where a port belongs: Kubernetes")
                .hasLineCount(1)
                .doesNotContain(";");
    }

    @Test
    void wantsExactlyOneSourceOfTheDatabasePassword() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "secret\n");
        Environment both = Environment.complete().with("LANYARD_DB_PASSWORD_FILE", file.toString());

        assertThat(check(both.without("LANYARD_DB_PASSWORD"))).isEmpty();
        assertThat(check(both))
                .contains(
                        "LANYARD_DB_PASSWORD or LANYARD_DB_PASSWORD_FILE: set exactly one of the"
                                + " two");
        assertThat(
                        check(
                                both.without("LANYARD_DB_PASSWORD")
                                        .with("LANYARD_DB_PASSWORD_FILE", "/nowhere/password")))
                .contains("LANYARD_DB_PASSWORD_FILE: the file it names cannot be read");
    }

    @Test
    void neverRepeatsASecret() {
        Environment environment =
                Environment.complete()
                        .with("LANYARD_VAULT_KEYS", "1:confidential")
                        .with("LANYARD_ADMIN_TOKEN", "confidential");

        assertThat(check(environment).orElseThrow())
                .contains("LANYARD_VAULT_KEYS", "LANYARD_ADMIN_TOKEN")
                .doesNotContain("confidential");
    }

    @Test
    void namesFileAndFieldOfAMalformedProviderEntry() throws IOException {
        Path file = Files.writeString(folder.resolve("acme.yaml"), "name: Acme Inc.\n");
        Environment environment =
                Environment.complete().with("LANYARD_PROVIDERS_DIR", folder.toString());

        assertThat(check(environment).orElseThrow()).startsWith(file + ": name: ").hasLineCount(1);
    }

    private static Optional<String> check(Environment environment) {
        return Preflight.check(environment.sources());
    }
}
