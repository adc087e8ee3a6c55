package dev.lanyard.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An entry with {@code discovery: true}: its issuer's metadata (OpenID Connect Discovery 1.0 §4,
 * RFC 8414) says what the entry leaves out.
 *
 * @param file what to call it in a refusal
 * @param issuer whose metadata it is
 * @param entry as written
 */
record UndiscoveredEntry(String file, String name, URI issuer, ObjectNode entry) {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    /** The entry's fields, and those of the metadata that they are filled from. */
    private static final Map<String, String> ENDPOINTS =
            Map.of(
                    "authorization_endpoint", "authorization_endpoint",
                    "token_endpoint", "token_endpoint",
                    "revocation_endpoint", "revocation_endpoint");

    /** OpenID Connect Core 1.0 §5.1. */
    private static final Map<String, String> CLAIMS =
            Map.of(
                    "id", "/sub",
                    "name", "/name",
                    "username", "/preferred_username",
                    "email", "/email",
                    "avatar_url", "/picture",
                    "profile_url", "/profile");

    /** Whether a file asks for it. */
    static boolean isOne(JsonNode entry) {
        return entry.path("discovery").asBoolean(false) && entry.path("issuer").isTextual();
    }

    static UndiscoveredEntry of(String file, Provider checked, JsonNode entry) {
        return new UndiscoveredEntry(
                file,
                checked.name(),
                URI.create(entry.path("issuer").textValue()),
                (ObjectNode) entry);
    }

    /** Where the metadata is. */
    URI metadataUrl() {
        return URI.create(issuer.toString().replaceFirst("/$", "") + WELL_KNOWN);
    }

    /** The provider, by this metadata; fails as a malformed entry does. */
    Provider complete(JsonNode metadata) {
        String told = metadata.path("issuer").asText();
        if (!told.equals(issuer.toString())) {
            throw new IllegalArgumentException(
                    file + ": issuer: its metadata is that of another: " + told);
        }
        return Catalogue.parse(file, filled(entry, metadata));
    }

    /** Metadata as its issuer might tell it, to check the rest of an entry by. */
    static ObjectNode assumed(JsonNode entry) {
        String issuer = entry.path("issuer").asText();
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        for (String name :
                List.of("authorization_endpoint", "token_endpoint", "userinfo_endpoint")) {
            metadata.put(name, issuer.replaceFirst("/$", "") + "/" + name);
        }
        return metadata.put("authorization_response_iss_parameter_supported", true);
    }

    /** The entry, with what it leaves out. */
    static ObjectNode filled(JsonNode entry, JsonNode metadata) {
        ObjectNode filled = entry.deepCopy();
        filled.remove("discovery");
        ENDPOINTS.forEach((field, source) -> fill(filled, field, metadata.path(source)));
        fill(filled, "token_endpoint_auth_method", method(metadata));
        fill(filled, "pkce", pkce(metadata));
        account(filled, metadata.path("userinfo_endpoint"));
        if (!metadata.path("authorization_response_iss_parameter_supported").asBoolean(false)) {
            filled.remove("issuer"); // it sends no iss (RFC 9207 §3)
        }
        return filled;
    }

    private static void fill(ObjectNode entry, String field, JsonNode value) {
        if (isLeftOut(entry.path(field)) && value.isTextual()) {
            entry.set(field, value);
        }
    }

    /** Not there, or a name without a value. */
    private static boolean isLeftOut(JsonNode field) {
        return field.isMissingNode() || field.isNull() || "".equals(field.textValue());
    }

    private static void account(ObjectNode entry, JsonNode userinfo) {
        if (isLeftOut(entry.path("account")) && userinfo.isTextual()) {
            ObjectNode account = entry.putObject("account");
            account.set("url", userinfo);
            CLAIMS.forEach(account::put);
        }
    }

    /** Basic unless it takes none; without a word it is the default (§3). */
    private static JsonNode method(JsonNode metadata) {
        JsonNode methods = metadata.path("token_endpoint_auth_methods_supported");
        boolean post = has(methods, "client_secret_post") && !has(methods, "client_secret_basic");
        return JsonNodeFactory.instance.textNode(
                post ? "client_secret_post" : "client_secret_basic");
    }

    /** Sent unless the provider lists methods and this is none of them. */
    private static JsonNode pkce(JsonNode metadata) {
        JsonNode methods = metadata.path("code_challenge_methods_supported");
        boolean other = methods.isArray() && !has(methods, "S256");
        return JsonNodeFactory.instance.textNode(other ? "none" : "S256");
    }

    private static boolean has(JsonNode list, String value) {
        for (JsonNode each : list) {
            if (each.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }
}
