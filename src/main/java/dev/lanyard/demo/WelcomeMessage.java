package dev.lanyard.demo;

import dev.lanyard.config.Config;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Tells a developer on the console what to do next. */
@Singleton
@IfBuildProfile("dev")
class WelcomeMessage {
    private static final Logger LOG = Logger.getLogger(WelcomeMessage.class);

    private final Demo demo;
    private final Config config;

    WelcomeMessage(Demo demo, Config config) {
        this.demo = demo;
        this.config = config;
    }

    /** The first start: the demo is made once the server takes requests. */
    void onServer(@ObservesAsync HttpServerStart start) {
        try {
            print(demo.tenant());
        } catch (RuntimeException e) {
            LOG.warn("The demo could not be set up: " + e.getMessage());
        }
    }

    /** A live reload: the server and the demo are there already. */
    void onReload(@Observes StartupEvent start) {
        DemoTenant.remembered().ifPresent(this::print);
    }

    /** Not by the log: it has the API key in it. */
    private void print(DemoTenant tenant) {
        System.out.println(text(tenant));
    }

    /** Every command in it can be pasted into a shell as it is. */
    String text(DemoTenant tenant) {
        return """

        Lanyard is running. Connect an account of the sandbox, a stand-in for Bitbucket:

          %1$s/demo

        Or take the steps of a tenant's app yourself:

          KEY=%2$s

          # 1. Invite an end user. Open the connect_url of the response in a browser.
          curl -s %1$s/v1/connect-sessions -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
            -d '%3$s'

          # 2. See which account was connected.
          curl -s %1$s/v1/connections -H "Authorization: Bearer $KEY"

          # 3. Read an access token, whenever one is needed.
          CONNECTION=$(curl -s %1$s/v1/connections -H "Authorization: Bearer $KEY" | grep -o 'conn_[[:alnum:]_-]*' | head -n 1)
          curl -s %1$s/v1/connections/$CONNECTION/token -H "Authorization: Bearer $KEY"

        All there is to see: %1$s
        API reference: %1$s/docs   Sandbox: %1$s/sandbox/bitbucket/consumers   Setup guide: %1$s/guide/bitbucket
        Operator's token: %4$s

        Webhooks to this machine need LANYARD_WEBHOOK_ALLOW_PRIVATE=true.
        """
                .formatted(
                        config.publicUrl(),
                        tenant.apiKey(),
                        demo.newSession(tenant).encode(),
                        config.adminToken());
    }
}
