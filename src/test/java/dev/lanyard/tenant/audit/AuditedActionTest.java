package dev.lanyard.tenant.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditedActionTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/connector-profiles, connector_profile.created,",
        "PATCH, /v1/connector-profiles/prof_1, connector_profile.changed, prof_1",
        "POST, /v1/connector-profiles/prof_1/check, connector_profile.checked, prof_1",
        "DELETE, /v1/connector-profiles/prof_1, connector_profile.deleted, prof_1",
        "POST, /v1/connect-sessions/, connect_session.created,",
        "POST, /v1/connect-sessions/cs_1/confirm, connect_session.confirmed, cs_1",
        "POST, /v1/connect-sessions/cs_1/cancel, connect_session.cancelled, cs_1",
        "POST, /v1/connections/conn_1/refresh, connection.refreshed, conn_1",
        "GET, /v1/connections/conn_1/token, connection.token_read, conn_1",
        "GET, /v1/connections/conn_1/git-credential, connection.git_credential_read, conn_1",
        "PUT, /v1/connections/conn_1/proxy/repositories/a, connection.proxied, conn_1",
        "POST, /v1/connections/import, connection.imported,",
        "POST, /v1/webhooks, webhook.created,",
        "POST, /v1/webhooks/whk_1/test, webhook.tested, whk_1",
        "GET, /v1/webhooks/whk_1/deliveries, delivery.read,",
        "POST, /v1/events/evt_1/redeliver, event.redelivered, evt_1",
        "GET, /v1/audit-log, audit_log.read,",
        "POST, /admin/v1/tenants, tenant.created,",
        "PATCH, /admin/v1/tenants/ten_1, tenant.changed, ten_1",
        "POST, /admin/v1/tenants/ten_1/api-keys, api_key.created,",
        "DELETE, /admin/v1/tenants/ten_1/api-keys/key_1, api_key.deleted, key_1",
        "POST, /admin/v1/tenants/ten_1/workload-identities, workload_identity.created,",
        "DELETE, /admin/v1/tenants/ten_1/workload-identities/wid_1, workload_identity.deleted, wid_1",
        "POST, /admin/v1/vault/rotate, vault.rotated,"
    })
    void isNamedByMethodAndPath(String method, String path, String name, String id) {
        assertThat(AuditedAction.of(method, path)).contains(new AuditedAction(name, id));
    }

    @Test
    void takesNoIdThatIsNone() {
        assertThat(AuditedAction.of("DELETE", "/v1/connections/a\u0000b"))
                .contains(new AuditedAction("connection.deleted", null));
    }

    /** Whoever pastes a key or a token into a path finds it in no log. */
    @ParameterizedTest
    @CsvSource({
        "POST, /v1/key_abcdefgh_abcdefgh, unknown.created",
        "POST, /v1/Ab3xYz, unknown.created",
        "DELETE, /v1/connections/key_abcdefgh_abcdefgh, connection.deleted",
        "POST, /v1/connections/conn_1/key_abcdefgh_abcdefgh, connection.called"
    })
    void takesNothingThatMayBeASecret(String method, String path, String name) {
        AuditedAction action = AuditedAction.of(method, path).orElseThrow();

        assertThat(action.name()).isEqualTo(name);
        assertThat(action.toString()).doesNotContain("abcdefgh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/connect/oauth2", "/docs"})
    void isNoneElsewhere(String path) {
        assertThat(AuditedAction.of("POST", path)).isEmpty();
    }
}
