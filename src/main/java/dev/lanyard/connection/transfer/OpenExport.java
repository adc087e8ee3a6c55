package dev.lanyard.connection.transfer;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.hybrid.PredefinedHybridParameters;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

/**
 * The command {@value #NAME}: opens an export, or makes the key for one. It needs no configuration
 * and no database.
 */
public final class OpenExport {
    /** The argument that asks for it. */
    public static final String NAME = "open-export";

    private static final String USAGE =
            """
            open-export --new-key FILE
                writes a private key to FILE, and its public key to standard output
            open-export FILE [--shadow] [--profile OLD=NEW]...
                opens the export on standard input, as lines for POST /v1/connections/import
            """;

    private final Map<String, String> profiles = new HashMap<>();
    private boolean shadow;

    private OpenExport() {}

    /**
     * Runs it.
     *
     * @param args those after {@value #NAME}
     * @return the exit code: 0, or 1 if anything is missing or was changed
     */
    public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        try {
            if (args.length == 2 && args[0].equals("--new-key")) {
                out.println(newKey(Path.of(args[1])));
                return 0;
            }
            if (args.length == 0 || args[0].startsWith("-")) {
                err.print(USAGE);
                return 1;
            }
            OpenExport command = new OpenExport();
            command.read(args);
            err.println(command.open(key(Path.of(args[0])), in, out));
            return 0;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            err.println("open-export: " + e.getMessage());
            return 1;
        }
    }

    private void read(String[] args) {
        for (int i = 1; i < args.length; i++) {
            if (args[i].equals("--shadow")) {
                shadow = true;
            } else if (args[i].equals("--profile") && i + 1 < args.length) {
                String[] pair = args[++i].split("=", 2);
                profiles.put(pair[0], pair[pair.length - 1]);
            } else {
                throw new IllegalArgumentException("unknown argument " + args[i]);
            }
        }
    }

    private static String newKey(Path file) throws IOException, GeneralSecurityException {
        HybridConfig.register();
        KeysetHandle key =
                KeysetHandle.generateNew(
                        PredefinedHybridParameters.ECIES_P256_HKDF_HMAC_SHA256_AES128_GCM);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                TinkJsonProtoKeysetFormat.serializeKeyset(key, InsecureSecretKeyAccess.get()));
        return TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(key.getPublicKeysetHandle());
    }

    private static KeysetHandle key(Path file) throws IOException, GeneralSecurityException {
        HybridConfig.register();
        return TinkJsonProtoKeysetFormat.parseKeyset(
                Files.readString(file), InsecureSecretKeyAccess.get());
    }

    /** What the last line tells. */
    private String open(KeysetHandle key, InputStream in, PrintStream out)
            throws IOException, GeneralSecurityException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String header = lines.readLine();
            if (header == null) {
                throw new GeneralSecurityException("standard input is empty");
            }
            SealedExport export = SealedExport.open(key, header);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                SealedExport.Opened opened = export.open(line);
                if (opened.end()) {
                    out.flush();
                    return opened.text();
                }
                out.println(changed(opened.text()));
            }
            throw new GeneralSecurityException(
                    "the export is cut: its last line is missing. What was opened is right, but not"
                            + " all");
        }
    }

    private String changed(String text) {
        if (profiles.isEmpty() && !shadow) {
            return text;
        }
        JsonObject line = new JsonObject(text);
        String profile = line.getString("connector_profile_id");
        line.put("connector_profile_id", profiles.getOrDefault(profile, profile));
        return shadow ? line.put("mode", "shadow").encode() : line.encode();
    }
}
