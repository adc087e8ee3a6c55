package dev.lanyard.connection.accesstoken;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.TestProviders;
import dev.lanyard.support.TlsStandIn;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/recipes.md, pasted and run. */
@QuarkusTest
class RecipesTest {
    @TempDir Path home;
    @TempDir Path repositories;

    @ConfigProperty(name = "lanyard.admin-token")
    String adminTokens;

    private Shell shell(Connected connection, String... scopes) {
        Shell shell = new Shell(home);
        String key = connection.journey().tenant().key(scopes);
        return shell.with("LANYARD_URL", Journey.publicUrl())
                .with("LANYARD_CONNECTION", connection.id())
                .with("LANYARD_API_KEY_FILE", shell.file("key", key + "\n").toString());
    }

    private static Shell.Ran run(Shell shell, String recipe) {
        return shell.run(Shell.recipe("lanyard") + Shell.recipe(recipe));
    }

    @Test
    void clonesAPrivateRepositoryAndPushes() {
        Connected connection = Connected.at(GRACE);
        Shell shell = shell(connection, "tokens");
        shell.installHelper();
        try (GitServer server = new GitServer(repositories, connection.accessToken()::equals)) {
            server.init("private.git");
            shell.with("REPOSITORY", server.origin() + "/private.git")
                    .with("GIT_SSL_CAINFO", TlsStandIn.authority().toAbsolutePath().toString());

            run(shell, "clone").ok();
            shell.run(
                            "cd work && git checkout -q -b main && git commit -q --allow-empty -m one && git config push.default current")
                    .ok();
            run(shell, "push").ok();

            shell.run("rm -rf work").ok();
            run(shell, "clone").ok();
            assertThat(shell.run("git -C work log --format=%s").ok()).isEqualTo("one\n");
        }
    }

    @Test
    void listsPullRequestsPageByPage() {
        Connected connection = Connected.at(TestProviders.PROXIED);
        Vertx vertx = Vertx.vertx();
        try {
            vertx.createHttpServer()
                    .requestHandler(RecipesTest::pullRequests)
                    .listen(TestProviders.apiPort(), "localhost")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            Shell shell = shell(connection, "tokens").with("REPO", "acme/web");

            assertThat(run(shell, "pull-requests").ok()).isEqualTo("2\tSecond\n1\tFirst\n");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void pullRequests(HttpServerRequest request) {
        boolean first = request.getParam("page") == null;
        String own =
                "http://localhost:"
                        + TestProviders.apiPort()
                        + "/2.0"
                        + "/repositories/acme/web/pullrequests";
        request.response()
                .end(
                        first
                                ? "{\"values\":[{\"id\":2,\"title\":\"Second\"}],\"next\":\""
                                        + own
                                        + "?state=OPEN&page=2\"}"
                                : "{\"values\":[{\"id\":1,\"title\":\"First\"}]}");
    }

    @Test
    void rotatesAConsumersSecret() {
        Connected connection = Connected.at(GRACE);
        String secret = "brand-new-secret-of-the-consumer";
        connection.sandbox().change(connection.clientId(), JsonObject.of("client_secret", secret));
        Shell shell = shell(connection, "manage").with("PROFILE", connection.journey().profileId());
        shell.with("SECRET_FILE", shell.file("secret", secret + "\n").toString());

        assertThat(run(shell, "rotate").ok()).isEqualTo("accepted\n");
    }

    @Test
    void movesATenantToAnotherInstallation() {
        Connected connection = Connected.at(GRACE);
        Fixtures.TestTenant other = Fixtures.tenant();
        String profile = profileOfTheSameClient(other, connection.journey());
        Shell shell = shell(connection, "tokens").with("ADMIN_URL", Journey.publicUrl());
        shell.with("ADMIN_TOKEN_FILE", shell.file("admin", adminTokens.split(",")[0]).toString())
                .with("TENANT", connection.journey().tenant().id())
                .with("PROFILE", connection.journey().profileId())
                .with("OTHER_PROFILE", profile)
                .with("OTHER_URL", Journey.publicUrl())
                .with("OTHER_KEY_FILE", shell.file("other", other.key() + "\n").toString())
                .installExecutable();

        String moved = run(shell, "move").ok();

        assertThat(moved).contains("\"exported\":1").endsWith("1 created\n");
        String there =
                other.with()
                        .get("/v1/connections")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("items[0].id");
        other.with().post("/v1/connections/" + there + "/refresh").then().statusCode(200);
        connection.refresh().then().statusCode(409);
    }

    private static String profileOfTheSameClient(Fixtures.TestTenant tenant, Journey here) {
        return tenant.with()
                .body(
                        Map.of(
                                "provider", GRACE,
                                "name", "There",
                                "client_id", here.consumer().clientId(),
                                "client_secret", here.consumer().clientSecret(),
                                "permissions", List.of("account", "repository:write"),
                                "return_urls", List.of("https://app.example/connected")))
                .post("/v1/connector-profiles")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void disconnectsAUserWhoLeaves() {
        Journey journey = Journey.begin();
        Connected leaves = Connected.on(journey, "a/b c");
        Connected stays = Connected.on(journey, "u2");
        Shell shell = shell(leaves, "manage").with("END_USER", "a/b c");

        assertThat(run(shell, "disconnect").ok()).isEqualTo("disconnected " + leaves.id() + "\n");

        leaves.token().then().statusCode(404);
        stays.token().then().statusCode(200);
    }
}
