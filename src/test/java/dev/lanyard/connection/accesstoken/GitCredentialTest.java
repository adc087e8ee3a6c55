package dev.lanyard.connection.accesstoken;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.TlsStandIn;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git itself, with the credential helper of docs/git.md, at a server that takes live tokens. */
@QuarkusTest
class GitCredentialTest {
    @TempDir Path repositories;
    @TempDir Path home;
    @Inject TokenReadAudit reads;

    private Connected connection;
    private GitServer server;
    private Shell shell;

    @BeforeEach
    void connect() {
        connection = Connected.at(GRACE);
        server = new GitServer(repositories, this::isGood);
        server.init("private.git");
        shell = new Shell(home);
        shell.installHelper();
        Path key = shell.file("key", connection.journey().tenant().key("tokens") + "\n");
        shell.with("LANYARD_URL", Journey.publicUrl())
                .with("LANYARD_CONNECTION", connection.id())
                .with("LANYARD_API_KEY_FILE", key.toString())
                .with("GIT_SSL_CAINFO", TlsStandIn.authority().toAbsolutePath().toString());
        shell.run("git config --global credential." + server.origin() + ".helper lanyard").ok();
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** The provider knows. */
    private boolean isGood(String token) {
        return connection.sandbox().api("/user", token).statusCode() == 200;
    }

    private String path() {
        return "/v1/connections/" + connection.id() + "/git-credential";
    }

    @Test
    void areTheFourLinesOfGitsFormat() {
        String body =
                connection
                        .journey()
                        .api()
                        .accept("application/json") // as many clients say of every call
                        .get(path())
                        .then()
                        .statusCode(200)
                        .contentType("text/plain")
                        .header("Cache-Control", containsString("no-store"))
                        .extract()
                        .asString();

        assertThat(body)
                .isEqualTo(
                        "protocol=https\nhost=localhost\nusername=x-token-auth\npassword="
                                + connection.accessToken()
                                + "\n");
    }

    @Test
    void cloneAndPushWorkAndATokenThatExpiredInBetweenIsReplaced() {
        String url = server.origin() + "/private.git";
        shell.run("git clone --quiet " + url + " work").ok();
        shell.run(
                        "cd work && git checkout --quiet -b main && echo 1 > a && git add a && git commit --quiet -m one && git push --quiet origin main")
                .ok();
        shell.run("git clone --quiet " + url + " other && test -f other/a").ok();
        connection.sandbox().expireAccessTokens(connection.clientId());
        connection.expire();

        shell.run("git -C other pull --quiet origin main").ok();
        shell.run(
                        "cd other && echo 2 > b && git add b && git commit --quiet -m two && git push --quiet origin HEAD:main")
                .ok();

        shell.run("git -C work pull --quiet origin main && test -f work/b").ok();
        assertThat(server.passwords()).hasSize(2).last().isEqualTo(connection.accessToken());
        assertThat(connection.presentations()).isEqualTo(1);
    }

    @Test
    void gitIsToldWhyThereIsNone() {
        connection.patch("{\"status\":\"disabled\"}");

        Shell.Ran clone = shell.run("git clone " + server.origin() + "/private.git work");

        assertThat(clone.status()).isNotZero();
        assertThat(clone.output()).contains("lanyard:").contains("connection_disabled");
        assertThat(server.passwords()).isEmpty();
    }

    @Test
    void strangersAndWrongScopesAreRefused() {
        Fixtures.tenant()
                .with("tokens")
                .get(path())
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        connection
                .journey()
                .tenant()
                .with("manage")
                .get(path())
                .then()
                .statusCode(403)
                .body("detail", containsString("tokens"));
    }

    @Test
    void isNotedInTheAuditLog() {
        connection.journey().api().get(path()).then().statusCode(200);

        reads.write().await().indefinitely();

        List<Integer> counts =
                connection
                        .journey()
                        .api()
                        .queryParam("action", "connection.git_credential_read")
                        .get("/v1/audit-log")
                        .jsonPath()
                        .getList("items.count");
        assertThat(counts).containsExactly(1);
    }
}
