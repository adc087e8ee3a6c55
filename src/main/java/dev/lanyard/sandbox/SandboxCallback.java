package dev.lanyard.sandbox;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The consumer's callback URL, and the authorization responses sent to it (RFC 6749 §4.1.2). */
record SandboxCallback(String url, Optional<String> state, Optional<String> iss) {

    SandboxResponse code(String code) {
        return redirect("code=" + encoded(code));
    }

    SandboxResponse error(String error, String description) {
        return redirect("error=" + encoded(error) + "&error_description=" + encoded(description));
    }

    private SandboxResponse redirect(String parameters) {
        String withState =
                parameters
                        + state.map(s -> "&state=" + encoded(s)).orElse("")
                        + iss.map(i -> "&iss=" + encoded(i)).orElse("");
        String joint = url.contains("?") ? "&" : "?";
        return SandboxResponse.redirect(URI.create(url + joint + withState));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
