package dev.lanyard;

import dev.lanyard.config.Config;
import dev.lanyard.config.GivenKeys;
import dev.lanyard.config.LiteralValues;
import dev.lanyard.config.MistakenValues;
import dev.lanyard.database.DatabasePassword;
import dev.lanyard.outbound.EgressProxy;
import dev.lanyard.outbound.TrustedAuthorities;
import dev.lanyard.provider.Catalogue;
import dev.lanyard.tenant.access.ClientAddresses;
import dev.lanyard.tenant.workload.WorkloadIssuers;
import dev.lanyard.vault.VaultKeys;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with the configuration before anything starts, and says it in one line that
 * names the key.
 */
final class Preflight {
    private static final Pattern PROPERTY = Pattern.compile("lanyard\\.[a-z.-]+[a-z]");
    private static final int CUSTOM = 200;
    private static final int MIN_ADMIN_TOKEN = 32;
    private static final int MAX_PORT = 65_535;
    private static final Duration MIN_AUDIT_RETENTION = Duration.ofDays(30);
    private static final int MAX_QUOTA = 1_000_000;

    private static final String NO_PASSWORD = "LANYARD_DB_PASSWORD is missing";
    private static final Set<String> PASSWORDS =
            Set.of("lanyard.db.password", "lanyard.db.password-file");

    private final List<String> complaints = new ArrayList<>();

    private Preflight() {}

    /** What is wrong, in one line; empty if nothing is. */
    static Optional<String> check() {
        return check(new SmallRyeConfigBuilder().addDefaultSources());
    }

    /** What is wrong with what these sources say. */
    static Optional<String> check(SmallRyeConfigBuilder sources) {
        MistakenValues mistakes = new MistakenValues();
        GivenKeys given = new GivenKeys();
        try {
            return withMistakes(
                    mistakes.complaints(), check(read(sources, mistakes, given)).orElse(""));
        } catch (ConfigValidationException e) {
            String others = given.anyOf(PASSWORDS) ? "" : "; " + NO_PASSWORD;
            return withMistakes(mistakes.complaints(), describe(e) + others);
        }
    }

    /** A value that was meant otherwise is told with that reason only. */
    private static Optional<String> withMistakes(Map<String, String> mistakes, String others) {
        List<String> all = new ArrayList<>(mistakes.values());
        Arrays.stream(others.split("; "))
                .filter(complaint -> !complaint.isEmpty())
                .filter(complaint -> !mistakes.containsKey(complaint.split("[ :]", 2)[0]))
                .forEach(all::add);
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
    }

    private static Config read(
            SmallRyeConfigBuilder sources, MistakenValues mistakes, GivenKeys given) {
        return sources.addDefaultInterceptors()
                .withInterceptors(new LiteralValues(), mistakes, given)
                .withConverter(Duration.class, CUSTOM, new DurationConverter()) // reads "5s"
                .withConverter(Boolean.class, CUSTOM, Preflight::trueOrFalse)
                .withMapping(Config.class)
                .withMappingIgnore("lanyard.**")
                .build()
                .getConfigMapping(Config.class);
    }

    /** The application's own converter takes every other word for false. */
    private static boolean trueOrFalse(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("must be true or false");
    }

    /** What is wrong with values that have the right type. */
    static Optional<String> check(Config config) {
        Preflight preflight = new Preflight();
        preflight.publicUrl(config.publicUrl());
        preflight.database(config.db());
        preflight.adminToken(config.adminToken());
        preflight.port("LANYARD_HTTP_PORT", config.httpPort());
        preflight.port("LANYARD_MANAGEMENT_PORT", config.managementPort());
        preflight.expect(
                !config.shutdownDelay().isNegative(),
                "LANYARD_SHUTDOWN_DELAY must not be negative");
        preflight.expect(
                config.audit().retention().compareTo(MIN_AUDIT_RETENTION) >= 0,
                "LANYARD_AUDIT_RETENTION must be at least P30D");
        preflight.expect(
                config.session().retention().compareTo(Duration.ofDays(1)) >= 0,
                "LANYARD_SESSION_RETENTION must be at least P1D");
        preflight.expect(
                config.event().retention().compareTo(Duration.ofDays(7)) >= 0,
                "LANYARD_EVENT_RETENTION must be at least P7D");
        config.webhook().proxy().ifPresent(url -> preflight.proxy("LANYARD_WEBHOOK_PROXY", url));
        config.egressProxy().ifPresent(url -> preflight.proxy("LANYARD_EGRESS_PROXY", url));
        preflight.accept(() -> EgressProxy.of(config));
        preflight.accept(() -> VaultKeys.of(config.vault()));
        preflight.quota(config.quota());
        preflight.accept(() -> trustedProxies(config.trustedProxies().orElse(List.of())));
        preflight.accept(() -> WorkloadIssuers.check(config));
        preflight.accept(() -> TrustedAuthorities.with(config.caCertFile()));
        preflight.accept(() -> Catalogue.load(config.providersDir()));
        return preflight.complaints.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", preflight.complaints));
    }

    private void publicUrl(URI url) {
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        boolean bare =
                url.getRawQuery() == null
                        && url.getRawFragment() == null
                        && url.getRawUserInfo() == null;
        boolean origin = "".equals(url.getRawPath());
        expect(
                web && bare && origin && url.getHost() != null,
                "LANYARD_PUBLIC_URL must be an origin like https://connect.example.com, without"
                        + " path or trailing slash");
    }

    private void proxy(String key, URI url) {
        expect(
                url.toString().equals("http://" + url.getHost() + ":" + url.getPort())
                        && url.getPort() > 0
                        && url.getPort() <= MAX_PORT,
                key + " must be http://host:port");
    }

    private void database(Config.DatabaseConfig db) {
        port("LANYARD_DB_PORT", db.port());
        expect(
                db.poolSize() >= 1 && db.poolSize() <= 1000,
                "LANYARD_DB_POOL_SIZE must be from 1 to 1000");
        boolean verifies =
                db.sslMode() == Config.SslMode.VERIFY_CA
                        || db.sslMode() == Config.SslMode.VERIFY_FULL;
        expect(
                !verifies || db.sslRootCert().isPresent(),
                "LANYARD_DB_SSL_ROOT_CERT is missing: LANYARD_DB_SSL_MODE="
                        + db.sslMode().libpq()
                        + " needs it");
        db.sslRootCert()
                .ifPresent(
                        path ->
                                expect(
                                        path.toFile().canRead(),
                                        "LANYARD_DB_SSL_ROOT_CERT: cannot read " + path));
        expect(
                db.migration().user().isPresent() == db.migration().password().isPresent(),
                "LANYARD_DB_MIGRATION_USER and LANYARD_DB_MIGRATION_PASSWORD: set both or none");
        password(db);
    }

    private void password(Config.DatabaseConfig db) {
        expect(db.password().isPresent() || db.passwordFile().isPresent(), NO_PASSWORD);
        expect(
                db.password().isEmpty() || db.passwordFile().isEmpty(),
                "LANYARD_DB_PASSWORD or LANYARD_DB_PASSWORD_FILE: set exactly one of the two");
        if (db.password().isEmpty() && db.passwordFile().isPresent()) {
            passwordFile(DatabasePassword.of(db));
        }
    }

    private void passwordFile(DatabasePassword file) {
        try {
            expect(!file.read().isEmpty(), "LANYARD_DB_PASSWORD_FILE: the file it names is empty");
        } catch (UncheckedIOException e) {
            complaints.add("LANYARD_DB_PASSWORD_FILE: the file it names cannot be read");
        }
    }

    private void adminToken(String tokens) {
        List<String> each = List.of(tokens.split(",", -1));
        expect(
                each.size() <= 2
                        && each.stream().allMatch(token -> token.length() >= MIN_ADMIN_TOKEN),
                "LANYARD_ADMIN_TOKEN must be one token of at least 32 characters, or two,"
                        + " comma-separated");
    }

    private void quota(Config.QuotaConfig quota) {
        Map.of(
                        "LANYARD_QUOTA_TENANT", quota.tenant(),
                        "LANYARD_QUOTA_API_KEY", quota.apiKey(),
                        "LANYARD_QUOTA_CLIENT", quota.client(),
                        "LANYARD_QUOTA_PENDING_SESSIONS", quota.pendingSessions())
                .forEach(
                        (key, value) ->
                                expect(
                                        value >= 1 && value <= MAX_QUOTA,
                                        key + " must be from 1 to " + MAX_QUOTA));
    }

    private static void trustedProxies(List<String> proxies) {
        try {
            new ClientAddresses(proxies);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("LANYARD_TRUSTED_PROXIES: " + e.getMessage(), e);
        }
    }

    private void port(String key, int port) {
        expect(port >= 0 && port <= MAX_PORT, key + " must be a port number");
    }

    private void expect(boolean good, String complaint) {
        if (!good) {
            complaints.add(complaint);
        }
    }

    private void accept(Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            complaints.add(String.valueOf(e.getMessage()));
        }
    }

    private static String describe(ConfigValidationException e) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < e.getProblemCount(); i++) {
            lines.add(describe(e.getProblem(i).getMessage()));
        }
        return String.join("; ", lines);
    }

    private static String describe(@Nullable String message) {
        String text = String.valueOf(message);
        Matcher property = PROPERTY.matcher(text);
        if (!property.find()) {
            return text.lines().findFirst().orElse("the configuration is not valid");
        }
        String key = environmentKey(property.group());
        boolean missing = text.contains("SRCFG00014") || text.contains("SRCFG00040");
        return key + (missing ? " is missing" : " is malformed: " + reason(text));
    }

    private static String reason(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.replaceFirst(".*whilst being converted ", "")
                .replaceAll("SRCFG\\d+:? ?", "")
                .replaceAll("[a-z]+(\\.[a-z]+)+\\.[A-Z]\\w+: ?", "")
                .strip();
    }

    /** {@code lanyard.db.pool-size} as operators write it: {@code LANYARD_DB_POOL_SIZE}. */
    static String environmentKey(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
