package dev.lanyard.vault;

import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.Fixtures.TestTenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class VaultResourceTest {
    private static final String VAULT = "/admin/v1/vault";

    @Inject Vault vault;

    @Test
    void tellsEachKeyAndHowManyDataKeysItWraps() {
        long before = view().getLong("keys[0].sealed");
        tenant();

        JsonPath view = view();

        assertThat(view.getMap("").keySet()).isEqualTo(java.util.Set.of("keys"));
        assertThat(view.getList("keys.id")).isEqualTo(List.of("test"));
        assertThat(view.getBoolean("keys[0].primary")).isTrue();
        assertThat(view.getLong("keys[0].sealed")).isEqualTo(before + 1);
    }

    @Test
    void acceptsARotation() {
        operator().post(VAULT + "/rotate").then().statusCode(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {VAULT, VAULT + "/rotate"})
    void isShutToATenantsKeyAndToNobody(String path) {
        tenant().with().get(path).then().statusCode(401);
        tenant().with().post(path).then().statusCode(401);
        given().get(path).then().statusCode(401);
        given().post(path).then().statusCode(401);
    }

    @Test
    void forgetsTheDataKeyOfADeletedTenantWithinFiveSeconds() {
        TestTenant gone = tenant();
        assertThat(vault.dataKey(gone.id()).await().indefinitely()).isNotNull();

        operator().delete("/admin/v1/tenants/" + gone.id()).then().statusCode(204);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> {
                            assertThat(vault.remembered(gone.id())).isNull();
                            assertThatThrownBy(
                                            () -> vault.dataKey(gone.id()).await().indefinitely())
                                    .isInstanceOf(DecryptionFailedException.class);
                        });
    }

    private static JsonPath view() {
        return operator().get(VAULT).then().statusCode(200).extract().jsonPath();
    }
}
