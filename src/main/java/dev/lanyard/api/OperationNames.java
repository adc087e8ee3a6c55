package dev.lanyard.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Operation ids, by method and path: {@code listWebhookDeliveries}, {@code cancelConnectSession}.
 */
final class OperationNames {
    private OperationNames() {}

    /**
     * Names a call.
     *
     * @param path with or without its root, {@code /v1} or {@code /admin/v1}
     * @param list it shows a page of a list
     * @param collection it makes an item of a list
     */
    static String of(String method, String path, boolean list, boolean collection) {
        List<String> parts =
                List.of(path.replaceFirst("^(/admin)?/v1", "").substring(1).split("/"));
        String last = parts.get(parts.size() - 1);
        String verb = method.toLowerCase(Locale.ROOT);
        return switch (verb) {
            case "get" -> (list ? "list" : "get") + nouns(parts);
            case "patch" -> "change" + nouns(parts);
            case "post" ->
                    collection
                            ? "create" + singular(nouns(parts))
                            : isParameter(last) ? "post" + nouns(parts) : action(parts);
            default -> verb + nouns(parts);
        };
    }

    /** {@code /vault/rotate} is rotateVault. */
    private static String action(List<String> parts) {
        String verb = camel(parts.get(parts.size() - 1));
        String rest = nouns(parts.subList(0, parts.size() - 1));
        return rest.isEmpty()
                ? "post" + verb
                : verb.substring(0, 1).toLowerCase(Locale.ROOT) + verb.substring(1) + rest;
    }

    /** What one of many is about is singular: {@code /webhooks/{id}/deliveries}. */
    private static String nouns(List<String> parts) {
        StringBuilder nouns = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            boolean ofOne = i + 1 < parts.size() && isParameter(parts.get(i + 1));
            if (!isParameter(parts.get(i))) {
                nouns.append(ofOne ? singular(camel(parts.get(i))) : camel(parts.get(i)));
            }
        }
        return nouns.toString();
    }

    private static boolean isParameter(String part) {
        return part.startsWith("{");
    }

    static String singular(String noun) {
        return noun.endsWith("ies")
                ? noun.substring(0, noun.length() - 3) + "y"
                : noun.replaceFirst("s$", "");
    }

    private static String camel(String dashed) {
        StringBuilder camel = new StringBuilder();
        Arrays.stream(dashed.split("[-.]"))
                .forEach(
                        word ->
                                camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                                        .append(word.substring(1)));
        return camel.toString();
    }
}
