package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.GeneratedClient;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import org.junit.jupiter.api.Test;

/** Clients that openapi-generator makes of the document connect an account and read its token. */
class GeneratedClientIT {
    private final Tenant tenant = Cluster.shared().tenant(ProviderEntry.BITBUCKET);

    @Test
    void inJava() {
        drive(GeneratedClient.java(Cluster.shared().replica(1).url()));
    }

    @Test
    void inPython() {
        GeneratedClient client = GeneratedClient.python(Cluster.shared().replica(1).url());
        assumeTrue(client.canRun(), "python3 with pydantic, urllib3 and dateutil");

        drive(client);
    }

    @Test
    void inTypeScript() {
        GeneratedClient client = GeneratedClient.typeScript(Cluster.shared().replica(1).url());
        assumeTrue(client.canRun(), "node, and npm that finds the compiler");

        drive(client);
    }

    private void drive(GeneratedClient client) {
        String[] session =
                client.run(tenant.key(), "invite", tenant.profileId(), Tenant.RETURN_URL)
                        .split("\\s+");
        assertThat(session).hasSize(2);

        tenant.visit(session[1]);
        String token = client.run(tenant.key(), "read", session[0]);

        assertThat(Cluster.shared().provider().api("/user", token).statusCode()).isEqualTo(200);
    }
}
