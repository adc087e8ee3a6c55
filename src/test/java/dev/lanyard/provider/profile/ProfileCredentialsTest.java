package dev.lanyard.provider.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.problem.ProblemException;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How credentials are kept and opened, and what outlives what. */
@QuarkusTest
class ProfileCredentialsTest extends CredentialsFixture {
    private Row row() {
        return pool.preparedQuery(
                        "SELECT * FROM connector_profile WHERE tenant_id = $1 AND id = $2")
                .execute(Tuple.of(tenant.id(), id))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next();
    }

    private void execute(String sql) {
        pool.preparedQuery(sql).execute(Tuple.of(tenant.id(), id)).await().atMost(PATIENCE);
    }

    @Test
    void areOpenedForUse() {
        ProfileClient client = client();

        assertThat(client.credentials().clientId()).isEqualTo(consumer.clientId());
        assertThat(client.credentials().clientSecret()).isEqualTo(consumer.clientSecret());
        assertThat(client.profile().permissions()).containsExactly("email", "account");
        assertThat(client.toString()).doesNotContain(consumer.clientSecret());
    }

    @Test
    void areSealedInTheDatabase() {
        byte[] stored = row().getBuffer("client_secret").getBytes();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(consumer.clientSecret());
    }

    @Test
    void areNotOpenedForAnotherTenant() {
        TestTenant other = Fixtures.tenant();

        assertThatThrownBy(() -> clients.of(other.id(), id).await().atMost(PATIENCE))
                .isInstanceOf(ProblemException.class)
                .hasMessage(ProblemException.notFound().detail());
    }

    @Test
    void outliveTheirProvidersEntry() {
        execute("UPDATE connector_profile SET provider = 'gone' WHERE tenant_id = $1 AND id = $2");

        tenant.with()
                .get(PROFILES)
                .then()
                .statusCode(200)
                .body("items[0].provider", equalTo("gone"))
                .body("items[0].callback_url", containsString("/connect/oauth2/gone/callback"));
        tenant.with("manage")
                .body(Map.of("name", "Renamed"))
                .patch(PROFILES + "/" + id)
                .then()
                .statusCode(200);
        check().statusCode(503).body("code", equalTo("provider_unavailable"));
        changeSecret("x").statusCode(503);
    }

    @Test
    void keepTheirProfileWhileItHasConnections() {
        execute(
                """
                INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id)
                SELECT $1, 'conn_' || n || $2, $2, 'bitbucket-sandbox', 'user', n::text FROM generate_series(1, 3) n
                """);

        tenant.with("manage")
                .delete(PROFILES + "/" + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"))
                .body("detail", containsString("3 connections"));

        execute("DELETE FROM connection WHERE tenant_id = $1 AND connector_profile_id = $2");
        tenant.with("manage").delete(PROFILES + "/" + id).then().statusCode(204);
    }
}
