package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.RawHttp;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses written so that who guards them and who serves them may read them differently. */
class PathTricksIT {
    private static final Cluster CLUSTER = Cluster.shared();
    private static final Tenant TENANT = CLUSTER.tenant(ProviderEntry.BITBUCKET);

    private static String answer(Replica replica, String target, String headers)
            throws IOException {
        String request =
                "GET %s HTTP/1.1\r\nHost: localhost\r\n%sConnection: close\r\n\r\n"
                        .formatted(target, headers);
        return RawHttp.send(replica.url(), request.getBytes(StandardCharsets.UTF_8), 5_000);
    }

    private static void refuses(String target, String headers) throws IOException {
        for (int number = 1; number <= 2; number++) {
            String answer = answer(CLUSTER.replica(number), target, headers);
            assertThat(RawHttp.status(answer)).as(target + "\n" + answer).isBetween(300, 499);
        }
    }

    private static String bearer(String key) {
        return "Authorization: Bearer " + key + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/tenants",
                "//admin/v1/tenants",
                "/admin//v1/tenants",
                "/./admin/v1/tenants",
                "/v1/../admin/v1/tenants",
                "/v1/..;/admin/v1/tenants",
                "/connect/%2e%2e/admin/v1/tenants",
                "/connect/..%2fadmin/v1/tenants",
                "/%61dmin/v1/tenants",
                "/admin;x=y/v1/tenants",
                "/admin/v1/tenants;x=y",
                "/admin/v1/tenants/",
                "/admin/v1/tenants?x=/connect/",
                "/admin/v1\\tenants",
                "/ADMIN/v1/tenants",
                "http://localhost/admin/v1/tenants",
                "http://localhost//admin/v1/tenants"
            })
    void theOperatorsAddressesOpenToNoneButTheOperator(String target) throws IOException {
        refuses(target, "");
        refuses(target, bearer(TENANT.key()));
        refuses(target, "X-Original-URL: /docs\r\nX-Rewrite-URL: /docs\r\n");
        refuses(target, "Authorization: Basic YTpi\r\n");
    }

    /** Of the five, the first is the address; each is asked with a key that may not read tokens. */
    @Test
    void noSpellingOfATokensAddressDoesWithoutTheScope() throws IOException {
        String id = TENANT.connect("u1");
        JsonObject wanted = JsonObject.of("name", "k", "scopes", JsonArray.of("manage", "connect"));
        String key =
                CLUSTER.operator()
                        .post("/admin/v1/tenants/" + TENANT.id() + "/api-keys", wanted)
                        .expect(201)
                        .text("key");
        String token = "/v1/connections/" + id + "/token";

        for (String target :
                List.of(
                        token,
                        token + "/",
                        token + ";x=y",
                        token + "?min_ttl=0",
                        token.replace("/token", "//token"),
                        token.replace("/token", "/./token"),
                        token.replace("/token", "/%74oken"),
                        token.replace("/v1", "//v1"),
                        token.replace("/v1", "/x/../v1"),
                        token.replace("/v1", "/v1;a=b"),
                        token.replace("conn_", "%63onn_"),
                        "http://localhost" + token)) {
            refuses(target, bearer(key));
            refuses(target, "");
            refuses(target, bearer(key) + bearer(key));
            refuses(target, bearer(key) + "X-HTTP-Method-Override: GET\r\n");
        }
        assertThat(RawHttp.status(answer(CLUSTER.replica(1), token, bearer(TENANT.key()))))
                .isEqualTo(200);
    }
}
