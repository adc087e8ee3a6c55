package dev.lanyard;

import dev.lanyard.config.Config;
import dev.lanyard.outbound.EgressProxy;
import dev.lanyard.outbound.TrustedAuthorities;
import dev.lanyard.provider.Catalogue;
import dev.lanyard.provider.branding.OperatorBranding;
import dev.lanyard.tenant.access.ClientAddresses;
import dev.lanyard.tenant.workload.WorkloadIssuers;
import dev.lanyard.vault.VaultKeys;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks what the type of a value cannot express: bounds, forms, files that can be read. */
final class ConfigChecks {
    private static final int MIN_ADMIN_TOKEN = 32;
    private static final Pattern UNSENDABLE = Pattern.compile("[\\s\\p{Cntrl}]");
    private static final Duration MIN_AUDIT_RETENTION = Duration.ofDays(30);
    private static final Duration MIN_SESSION_RETENTION = Duration.ofDays(1);
    private static final Duration MIN_EVENT_RETENTION = Duration.ofDays(7);
    private static final int MAX_QUOTA = 1_000_000;
    private static final int MAX_TOKEN_CACHE = 1_000_000;

    private final ComplaintList complaints;

    private ConfigChecks(ComplaintList complaints) {
        this.complaints = complaints;
    }

    /** What is wrong with values that have the right type; empty if nothing is. */
    static Optional<String> check(Config config) {
        ConfigChecks checks = new ConfigChecks(new ComplaintList());
        checks.checkAddresses(config);
        checks.checkAccess(config);
        checks.checkTimes(config);
        checks.checkFiles(config);
        return checks.complaints.joined();
    }

    private void checkAddresses(Config config) {
        publicUrl(config.publicUrl());
        DatabaseChecks.check(config.db(), complaints);
        complaints.expectPort("LANYARD_HTTP_PORT", config.httpPort());
        complaints.expectPort("LANYARD_MANAGEMENT_PORT", config.managementPort());
        config.webhook().proxy().ifPresent(url -> proxy("LANYARD_WEBHOOK_PROXY", url));
        config.egressProxy().ifPresent(url -> proxy("LANYARD_EGRESS_PROXY", url));
        complaints.expectAccepted(() -> EgressProxy.of(config));
    }

    private void checkAccess(Config config) {
        adminToken(config.adminToken());
        quota(config.quota());
        complaints.expect(
                config.token().cache() >= 0 && config.token().cache() <= MAX_TOKEN_CACHE,
                "LANYARD_TOKEN_CACHE must be from 0 to " + MAX_TOKEN_CACHE);
        complaints.expectAccepted(() -> trustedProxies(config.trustedProxies().orElse(List.of())));
        complaints.expectAccepted(() -> WorkloadIssuers.check(config));
    }

    private void checkTimes(Config config) {
        complaints.expect(
                !config.shutdownDelay().isNegative(),
                "LANYARD_SHUTDOWN_DELAY must not be negative");
        complaints.expect(
                config.audit().retention().compareTo(MIN_AUDIT_RETENTION) >= 0,
                "LANYARD_AUDIT_RETENTION must be at least P30D");
        complaints.expect(
                config.session().retention().compareTo(MIN_SESSION_RETENTION) >= 0,
                "LANYARD_SESSION_RETENTION must be at least P1D");
        complaints.expect(
                config.event().retention().compareTo(MIN_EVENT_RETENTION) >= 0,
                "LANYARD_EVENT_RETENTION must be at least P7D");
    }

    /** Keys, certificates and catalogue entries, which are read as the service will read them. */
    private void checkFiles(Config config) {
        complaints.expectAccepted(() -> VaultKeys.of(config.vault()));
        complaints.expectAccepted(() -> TrustedAuthorities.with(config.caCertFile()));
        complaints.expectAccepted(() -> Catalogue.load(config.providersDir()));
        complaints.expectAccepted(() -> OperatorBranding.check(config));
    }

    private void publicUrl(URI url) {
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        boolean bare =
                url.getRawQuery() == null
                        && url.getRawFragment() == null
                        && url.getRawUserInfo() == null;
        boolean origin = "".equals(url.getRawPath());
        complaints.expect(
                web && bare && origin && url.getHost() != null,
                "LANYARD_PUBLIC_URL must be an origin like https://connect.example.com, without"
                        + " path or trailing slash");
    }

    private void proxy(String key, URI url) {
        complaints.expect(
                url.toString().equals("http://" + url.getHost() + ":" + url.getPort())
                        && url.getPort() > 0
                        && url.getPort() <= ComplaintList.MAX_PORT,
                key + " must be http://host:port");
    }

    private void adminToken(String tokens) {
        List<String> each = Arrays.stream(tokens.split(",", -1)).map(String::strip).toList();
        complaints.expect(
                each.size() <= 2
                        && each.stream().allMatch(token -> token.length() >= MIN_ADMIN_TOKEN),
                "LANYARD_ADMIN_TOKEN must be one token of at least 32 characters, or two,"
                        + " comma-separated");
        complaints.expect(
                each.stream().noneMatch(token -> UNSENDABLE.matcher(token).find()),
                "LANYARD_ADMIN_TOKEN holds a blank or a line break, which no request can send");
    }

    private void quota(Config.QuotaConfig quota) {
        Map.of(
                        "LANYARD_QUOTA_TENANT", quota.tenant(),
                        "LANYARD_QUOTA_API_KEY", quota.apiKey(),
                        "LANYARD_QUOTA_CLIENT", quota.client(),
                        "LANYARD_QUOTA_PENDING_SESSIONS", quota.pendingSessions())
                .forEach(
                        (key, value) ->
                                complaints.expect(
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
}
