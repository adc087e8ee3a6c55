package dev.lanyard.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** An account of the sandbox: everything about it follows from its name. */
record SandboxUser(String displayName) {
    /** What the consent page offers; any other name may be typed in. */
    static final List<String> BUILT_IN = List.of("Ada Lovelace", "Grace Hopper", "Alan Turing");

    private static final int LONGEST_NAME = 100;

    /** The account of this name; always the same one. */
    static SandboxUser named(String name) {
        String trimmed = name.strip();
        return new SandboxUser(trimmed.substring(0, Math.min(trimmed.length(), LONGEST_NAME)));
    }

    /** The response of {@code GET 2.0/user}. */
    JsonObject user() {
        return new JsonObject()
                .put("type", "user")
                .put("uuid", uuid())
                .put("account_id", "557058:" + id("account_id"))
                .put("nickname", nickname())
                .put("username", nickname())
                .put("display_name", displayName)
                .put("links", links())
                .put("created_on", "2017-03-01T09:30:00.000000+00:00");
    }

    /** The response of {@code GET 2.0/user/emails}. */
    JsonObject emails() {
        return page(
                email(nickname() + "@old.example", false),
                email(nickname() + "@example.com", true));
    }

    /** The same in two pages: the primary one is on the second. */
    JsonObject firstPageOfEmails(String next) {
        return page(email(nickname() + "@old.example", false)).put("next", next);
    }

    /** The second of them. */
    JsonObject secondPageOfEmails() {
        return page(email(nickname() + "@example.com", true)).put("page", 2);
    }

    /** The response of {@code GET 2.0/user/workspaces}. */
    JsonObject workspaces() {
        return page(
                JsonObject.of(
                        "type",
                        "workspace_access",
                        "administrator",
                        true,
                        "workspace",
                        JsonObject.of("type", "workspace", "slug", nickname())));
    }

    /** The response of {@code GET 2.0/repositories/{workspace}}. */
    JsonObject repositories(String workspace) {
        return page(repository(workspace, "analytical-engine"), repository(workspace, "notes"));
    }

    String uuid() {
        return "{" + id("uuid") + "}";
    }

    private String nickname() {
        String slug = displayName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return slug.replaceAll("^-|-$", "").isEmpty() ? "user" : slug.replaceAll("^-|-$", "");
    }

    private UUID id(String kind) {
        return UUID.nameUUIDFromBytes(
                ("sandbox " + kind + " " + displayName).getBytes(StandardCharsets.UTF_8));
    }

    private JsonObject links() {
        return JsonObject.of(
                "avatar", JsonObject.of("href", "https://avatar.sandbox.invalid/" + nickname()),
                "html", JsonObject.of("href", "https://bitbucket.sandbox.invalid/" + uuid() + "/"));
    }

    private static JsonObject email(String address, boolean primary) {
        return JsonObject.of(
                "type", "email", "email", address, "is_primary", primary, "is_confirmed", true);
    }

    private static JsonObject repository(String workspace, String slug) {
        return JsonObject.of(
                "type",
                "repository",
                "full_name",
                workspace + "/" + slug,
                "slug",
                slug,
                "name",
                slug,
                "is_private",
                true);
    }

    private static JsonObject page(JsonObject... values) {
        JsonArray array = new JsonArray(List.of(values));
        return JsonObject.of("values", array, "pagelen", 10, "page", 1, "size", array.size());
    }
}
