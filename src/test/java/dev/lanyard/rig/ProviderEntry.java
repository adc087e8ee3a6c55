package dev.lanyard.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A provider entry: Bitbucket's own, with the addresses of the process that plays it.
 *
 * @param grace how long Lanyard believes that a used refresh token still works
 * @param lockout how long Lanyard believes that the provider turns a client away after a replay
 * @param parallel calls of the token endpoint at a time
 * @param backgroundPerHour calls of it in an hour that nobody waits for
 */
public record ProviderEntry(
        String name, Duration grace, Duration lockout, int parallel, int backgroundPerHour) {

    /** The path of the token endpoint at the process that plays the provider. */
    public static final String TOKEN_ENDPOINT = "/sandbox/bitbucket/site/oauth2/access_token";

    /** In place of the built-in entry, and with its promises. */
    public static final ProviderEntry BITBUCKET =
            new ProviderEntry("bitbucket", Duration.ofMinutes(10), Duration.ofMinutes(10), 8);

    /** A provider that kills the grant of a refresh token presented twice. */
    public static final ProviderEntry STRICT =
            new ProviderEntry("strict", Duration.ZERO, Duration.ofMinutes(10), 8);

    public ProviderEntry(String name, Duration grace, Duration lockout, int parallel) {
        this(name, grace, lockout, parallel, 900);
    }

    /** Writes it to that folder. */
    void write(Path folder, URI provider) {
        write(folder, yaml(provider));
    }

    /**
     * Writes it to that folder.
     *
     * @param tokenEndpoint where Lanyard finds it, in place of the provider's own
     */
    public void write(Path folder, URI provider, URI tokenEndpoint) {
        String own = provider + TOKEN_ENDPOINT;
        write(folder, yaml(provider).replace(own, tokenEndpoint.toString()));
    }

    /**
     * Writes it to that folder, with its API at a port of this host; token endpoint and all else
     * are nowhere.
     */
    public void writeWithApi(Path folder, int apiPort) {
        write(
                folder,
                yaml(URI.create("http://localhost"))
                        .replaceFirst(
                                "base_url: \"[^\"]*\"",
                                "base_url: \"http://localhost:" + apiPort + "/2.0\""));
    }

    private void write(Path folder, String yaml) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String yaml(URI provider) {
        String base = provider + "/sandbox/bitbucket";
        return builtIn()
                .replace("name: bitbucket\n", "name: " + name + "\n")
                .replace("https://bitbucket.org/site", base + "/site")
                .replace("https://api.bitbucket.org/2.0", base + "/2.0")
                .replace("hosts: [api.bitbucket.org]", "hosts: [" + provider.getHost() + "]")
                .replace("grace: PT10M", "grace: " + grace)
                .replace("lockout: PT10M", "lockout: " + lockout)
                .replace("parallel: 8", "parallel: " + parallel)
                .replace("background_per_hour: 900", "background_per_hour: " + backgroundPerHour);
    }

    private static String builtIn() {
        try (InputStream in =
                ProviderEntry.class.getResourceAsStream("/providers/bitbucket.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
