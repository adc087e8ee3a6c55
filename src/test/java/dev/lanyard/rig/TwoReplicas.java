package dev.lanyard.rig;

import dev.lanyard.demo.DevDatabase;
import dev.lanyard.support.IssuerStandIn;
import dev.lanyard.support.TestProviders;
import io.restassured.RestAssured;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs the cases of a {@code @QuarkusTest} against two replicas of the packaged application: they
 * stand behind one address, play their provider themselves, and are the same for all classes.
 */
public final class TwoReplicas implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class)
                .meet();
    }

    static final class Running implements AutoCloseable {
        private final Front front = new Front();
        private final EmbeddedPostgres database = DevDatabase.open();
        private final List<Replica> replicas;

        Running() {
            URI url = front.url();
            Map<String, String> settings =
                    Settings.with(
                            Settings.on(database),
                            Map.of(
                                    "LANYARD_PUBLIC_URL", url.toString(),
                                    "LANYARD_PROVIDERS_DIR", TestProviders.write(url.toString()),
                                    "LANYARD_WORKLOAD_ISSUERS", IssuerStandIn.allowed(),
                                    "LANYARD_SANDBOX", "true"));
            replicas =
                    Stream.of("cases-1", "cases-2")
                            .map(name -> Replica.start(name, settings))
                            .toList();
            replicas.forEach(front::add);
            replicas.forEach(Replica::awaitReady);
        }

        /** Lets the tests find them where they find the application of a {@code @QuarkusTest}. */
        void meet() {
            RestAssured.baseURI = front.url().toString();
            System.setProperty("lanyard.public-url", front.url().toString());
            System.setProperty("lanyard.admin-token", Settings.ADMIN_TOKEN);
            System.setProperty("lanyard.db.host", "localhost");
            System.setProperty("lanyard.db.port", String.valueOf(database.getPort()));
            System.setProperty("lanyard.db.name", DevDatabase.OWNER);
        }

        @Override
        public void close() throws IOException {
            replicas.forEach(Replica::close);
            front.close();
            database.close();
        }
    }
}
