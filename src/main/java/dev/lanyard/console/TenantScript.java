package dev.lanyard.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * {@code lanyard.js}, for tenants' own pages (docs/embedding.md): one source as a classic script
 * and as an ES module, and the types of both. Other sites load it, and may pin a version by its
 * hash.
 */
final class TenantScript {
    /** Raised whenever a byte of it changes: whoever pinned the one before is not to be broken. */
    static final String VERSION = "1.0";

    private static final String JAVASCRIPT = "text/javascript;charset=UTF-8";

    private final Map<String, PageAsset> files = new TreeMap<>();

    TenantScript() {
        String core = PageAsset.read("lanyard-core.js");
        put("js", JAVASCRIPT, classic(core));
        put("mjs", JAVASCRIPT, core + "\nexport { connect, version };\n");
        put("d.ts", "text/plain;charset=UTF-8", PageAsset.read("lanyard.d.ts"));
        files.put("lanyard.json", new PageAsset(manifest(), "application/json"));
    }

    private static String classic(String core) {
        return "(function () {\n\"use strict\";\n"
                + core
                + "\nwindow.Lanyard = Object.freeze({ connect, version });\n})();\n";
    }

    private void put(String ending, String type, String text) {
        files.put("lanyard." + ending, new PageAsset(text, type));
    }

    /** What is to be put into {@code integrity} (Subresource Integrity §3.5). */
    private String manifest() {
        return """
                {"version":"%s","integrity":{"/connect/assets/lanyard-%s.js":"%s","/connect/assets/lanyard-%s.mjs":"%s"}}
                """
                .formatted(
                        VERSION,
                        VERSION,
                        integrity(file("lanyard.js").text()),
                        VERSION,
                        integrity(file("lanyard.mjs").text()));
    }

    static String integrity(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-384")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha384-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** The file of that name. */
    PageAsset file(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }
}
