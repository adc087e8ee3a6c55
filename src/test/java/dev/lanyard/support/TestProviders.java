package dev.lanyard.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Catalogue entries of the tests: the sandbox under other habits than Bitbucket's. */
public final class TestProviders {
    private static final String WILD_PORT = "test.wild-provider.port";
    private static final String API_PORT = "test.provider-api.port";

    /** The sandbox, but for its API, which a test plays by itself. */
    public static final String PROXIED = "proxied-sandbox";

    private TestProviders() {}

    /** Writes them; the folder's name is for {@code lanyard.providers-dir}. */
    public static String write(String publicUrl) {
        try {
            Path folder =
                    Files.createTempDirectory(
                            Files.createDirectories(Path.of("target")), "providers");
            entry(folder, "strict-sandbox", publicUrl, "PT0S", "PT0S");
            entry(folder, "hasty-sandbox", publicUrl, "PT10M", "PT1S");
            ending(folder, publicUrl, "ending-sandbox", "true");
            ending(folder, publicUrl, "sparing-sandbox", "PT2M");
            issuing(folder, publicUrl);
            revokingTokens(folder, publicUrl);
            wild(folder);
            proxied(folder, publicUrl);
            return folder.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * One that promises {@code iss} (RFC 9207), revokes (RFC 7009), and has no client credentials.
     */
    private static void issuing(Path folder, String publicUrl) throws IOException {
        Path file = entry(folder, "issuing-sandbox", publicUrl, "PT10M", "PT10M");
        revoking(file, publicUrl);
        set(file, "issuer", "https://issuer.example");
        set(file, "grants", "[authorization_code]");
    }

    /** One at which a refresh ends the access token before it, and a lost answer is lost. */
    private static void ending(Path folder, String publicUrl, String name, String after)
            throws IOException {
        Path file = entry(folder, name, publicUrl, "PT0S", "PT0S");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("rotates: true", "rotates: true, ends_access_token: " + after));
    }

    /** One at which revoking a token ends that token alone. */
    private static void revokingTokens(Path folder, String publicUrl) throws IOException {
        Path file = entry(folder, "revoking-sandbox", publicUrl, "PT10M", "PT10M");
        revoking(file, publicUrl);
        Files.writeString(file, Files.readString(file) + "\nrevocation: { ends: token }\n");
    }

    /** One that a test plays by itself, and so answers anything. */
    private static void wild(Path folder) throws IOException {
        String port = String.valueOf(TestDatabase.freePort());
        System.setProperty(WILD_PORT, port);
        Path file = entry(folder, "wild", "http://localhost:" + port, "PT10M", "PT10M");
        Files.writeString(file, Files.readString(file).replace("/sandbox/bitbucket", ""));
    }

    /** The loopback port at which Lanyard expects the provider {@code wild}. */
    public static int wildPort() {
        return Integer.getInteger(WILD_PORT);
    }

    private static void proxied(Path folder, String publicUrl) throws IOException {
        String port = String.valueOf(TestDatabase.freePort());
        System.setProperty(API_PORT, port);
        Path file = entry(folder, PROXIED, publicUrl, "PT10M", "PT10M");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "base_url: \"" + publicUrl + "/sandbox/bitbucket/2.0\"",
                                "base_url: \"http://localhost:" + port + "/2.0\""));
    }

    /** The loopback port at which Lanyard expects the API of {@link #PROXIED}. */
    public static int apiPort() {
        return Integer.getInteger(API_PORT);
    }

    private static void revoking(Path file, String publicUrl) throws IOException {
        String revoke = publicUrl + "/sandbox/bitbucket/site/oauth2/revoke";
        set(file, "revocation_endpoint", revoke);
    }

    private static void set(Path file, String field, String value) throws IOException {
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("(?m)^" + field + ":.*$", field + ": " + value));
    }

    private static Path entry(
            Path folder, String name, String publicUrl, String grace, String lockout)
            throws IOException {
        try (var in = TestProviders.class.getResourceAsStream("/providers/bitbucket.yaml")) {
            String yaml =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("name: bitbucket\n", "name: " + name + "\n")
                            .replace(
                                    "https://bitbucket.org/site",
                                    publicUrl + "/sandbox/bitbucket/site")
                            .replace("https://api.bitbucket.org", publicUrl + "/sandbox/bitbucket")
                            .replace("hosts: [api.bitbucket.org]", "hosts: [localhost]")
                            .replace("grace: PT10M", "grace: " + grace)
                            .replace("lockout: PT10M", "lockout: " + lockout);
            return Files.writeString(folder.resolve(name + ".yaml"), yaml);
        }
    }
}
