package dev.lanyard.authorize.session;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parameters to be added to a URL that may have its own query. */
public final class UrlQuery {
    private final StringBuilder text = new StringBuilder();

    public void add(String name, String value) {
        text.append(text.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    /** The URL with its own query, these parameters, and its fragment. */
    public String addedTo(String url) {
        int hash = url.indexOf('#');
        String base = hash < 0 ? url : url.substring(0, hash);
        String fragment = hash < 0 ? "" : url.substring(hash);
        String glue =
                !base.contains("?") ? "?" : base.endsWith("?") || base.endsWith("&") ? "" : "&";
        return base + glue + text + fragment;
    }
}
