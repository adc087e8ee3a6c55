package dev.lanyard.tenant.workload;

import dev.lanyard.config.Config;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The issuers of workload tokens that the operator allows, {@code LANYARD_WORKLOAD_ISSUERS}. */
@ApplicationScoped
public class WorkloadIssuers {
    private static final String KEY = "LANYARD_WORKLOAD_ISSUERS";
    private static final int MOST = 50;

    private final Map<String, WorkloadIssuer> byUrl;

    @Inject
    WorkloadIssuers(Config config) {
        this(config.workload().issuers().orElse(List.of()));
    }

    WorkloadIssuers(List<String> entries) {
        this.byUrl = parse(entries);
    }

    /**
     * As they are configured, keys that are mounted included.
     *
     * @throws IllegalArgumentException in one line, naming the key
     */
    public static void check(Config config) {
        new WorkloadIssuers(config)
                .all()
                .forEach(issuer -> issuer.keys().ifPresent(WorkloadIssuers::check));
    }

    private static void check(Path file) {
        try {
            IssuerKeySet.parse(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(KEY + ": cannot read " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(KEY + ": " + file + " " + e.getMessage(), e);
        }
    }

    private static Map<String, WorkloadIssuer> parse(List<String> entries) {
        Map<String, WorkloadIssuer> issuers = new LinkedHashMap<>();
        for (String entry : entries) {
            WorkloadIssuer issuer = issuer(entry);
            if (issuers.put(issuer.url(), issuer) != null) {
                throw new IllegalArgumentException(KEY + " lists " + issuer.url() + " twice");
            }
        }
        if (issuers.size() > MOST) {
            throw new IllegalArgumentException(KEY + " must list at most " + MOST + " issuers");
        }
        return issuers;
    }

    private static WorkloadIssuer issuer(String entry) {
        try {
            return WorkloadIssuer.parse(entry);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(KEY + " " + e.getMessage(), e);
        }
    }

    /** Whether tokens may name this issuer. */
    public boolean allow(String url) {
        return byUrl.containsKey(url);
    }

    Optional<WorkloadIssuer> find(String url) {
        return Optional.ofNullable(byUrl.get(url));
    }

    Collection<WorkloadIssuer> all() {
        return byUrl.values();
    }
}
