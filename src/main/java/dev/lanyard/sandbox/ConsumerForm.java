package dev.lanyard.sandbox;

import dev.lanyard.problem.FieldErrors;
import dev.lanyard.problem.ProblemException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of a consumer: all of them on creation, those present on a change.
 *
 * @param callbackGiven whether {@code callback_url} was present; present and null removes it
 * @param habits only those given
 */
record ConsumerForm(
        Optional<String> clientId,
        Optional<String> clientSecret,
        Optional<String> name,
        boolean callbackGiven,
        Optional<String> callbackUrl,
        Optional<List<String>> permissions,
        JsonObject habits) {
    private static final int MOST_NAME = 500;
    private static final Set<String> OWN =
            Set.of("client_id", "client_secret", "name", "callback_url", "permissions");
    private static final Set<String> ALL = new TreeSet<>(ProviderBehaviour.NAMES);

    static {
        ALL.addAll(OWN);
    }

    /** Reads the control API's fields. Key and secret may be of any length (docs/providers.md). */
    static ConsumerForm of(JsonFields fields) {
        fields.only(ALL);
        JsonObject habits = fields.json().copy();
        OWN.forEach(habits::remove);
        ProviderBehaviour.of(habits); // refuses what is out of range
        return new ConsumerForm(
                fields.text("client_id").map(id -> filled("client_id", id)),
                fields.text("client_secret").map(secret -> filled("client_secret", secret)),
                fields.text("name").map(ConsumerForm::named),
                fields.json().containsKey("callback_url"),
                fields.text("callback_url").map(ConsumerForm::absolute),
                fields.texts("permissions").map(SandboxPermission::closure),
                habits);
    }

    private static String filled(String field, String text) {
        if (text.isBlank()) {
            throw ProblemException.invalid(field, "must not be empty");
        }
        return text;
    }

    /** The consent page shows it: a name as Lanyard itself would take it. */
    private static String named(String name) {
        FieldErrors errors = new FieldErrors();
        errors.text("name", name, MOST_NAME);
        errors.end();
        return name;
    }

    private static String absolute(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.isAbsolute() && uri.getHost() != null && uri.getRawFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("callback_url", "is not a URL");
        }
        throw ProblemException.invalid("callback_url", "must be an absolute URL without fragment");
    }

    @Override
    public String toString() {
        return "Registration[" + clientId + ", " + name + "]";
    }
}
