package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sandbox's consumers for test mode, which makes them and lets them go wrong. */
@Singleton
public class TrialConsumers {
    private static final String ACTIVE =
            """
            SELECT client_id, kind, place FROM sandbox_fault
            WHERE client_id = ANY ($1) AND (remaining IS NULL OR remaining > 0) ORDER BY id LIMIT 200
            """;

    private final Consumers consumers;
    private final Faults faults;
    private final Pool pool;

    TrialConsumers(Consumers consumers, Faults faults, Pool pool) {
        this.consumers = consumers;
        this.faults = faults;
        this.pool = pool;
    }

    /** A new consumer's key and secret; the secret is told this once. */
    public record TrialConsumer(String clientId, String clientSecret) {
        @Override
        public String toString() {
            return "TrialConsumer[" + clientId + ", …]";
        }
    }

    /**
     * Makes a consumer.
     *
     * @param permissions OAuth scopes; completed by what Bitbucket's form ticks with them
     */
    public Uni<TrialConsumer> create(String name, String callbackUrl, List<String> permissions) {
        JsonObject fields =
                JsonObject.of(
                        "name", name,
                        "callback_url", callbackUrl,
                        "permissions", new JsonArray(permissions));
        return consumers
                .create(ConsumerForm.of(new JsonFields(fields)))
                .map(made -> new TrialConsumer(made.consumer().clientId(), made.secret()));
    }

    /**
     * Switches this fault on and all others off.
     *
     * @param fault as the control API has it; empty: none
     */
    public Uni<Void> let(String clientId, Optional<JsonObject> fault) {
        return faults.replace(
                clientId,
                fault.map(JsonFields::new).map(Fault::of).map(List::of).orElse(List.of()));
    }

    /** What is switched on of each of these, as "fault at place". */
    public Uni<Map<String, List<String>>> active(List<String> clientIds) {
        return pool.preparedQuery(ACTIVE)
                .execute(Tuple.of(clientIds.toArray(String[]::new)))
                .map(
                        rows -> {
                            Map<String, List<String>> active = new HashMap<>();
                            rows.forEach(
                                    row ->
                                            active.computeIfAbsent(
                                                            row.getString("client_id"),
                                                            none -> new ArrayList<>())
                                                    .add(
                                                            row.getString("kind")
                                                                    + " at "
                                                                    + row.getString("place")));
                            return active;
                        });
    }
}
