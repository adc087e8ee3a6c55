package dev.lanyard.outbound;

import org.eclipse.microprofile.config.ConfigProvider;

/** Who calls, as every call says (RFC 9110 §10.1.5): some answer 403 to those who do not. */
final class UserAgent {
    private UserAgent() {}

    /** Not a constant: a native executable would have what its build was configured with. */
    static String text() {
        return "Lanyard/"
                + ConfigProvider.getConfig()
                        .getOptionalValue("quarkus.application.version", String.class)
                        .orElse("dev");
    }
}
