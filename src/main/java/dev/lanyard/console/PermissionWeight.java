package dev.lanyard.console;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The weight of a permission, from the lightest to the heaviest, by the words of its scope and of
 * the provider's form. What is not understood is {@code USE}: nothing is made to look lighter than
 * it is.
 */
public enum PermissionWeight {
    READ("read|readonly|view|list|email|profile|openid"),
    USE("use"),
    CHANGE("write|edit|create|update|modify|manage|variable|send|push|upload"),
    ADMINISTER("admin|administer|owner"),
    DELETE("delete|remove|destroy");

    private static final Pattern WORDS = Pattern.compile("[^a-z]+");
    private final Pattern words;

    PermissionWeight(String words) {
        this.words = Pattern.compile("(" + words + ")s?");
    }

    /** The heaviest that its words speak of. */
    public static PermissionWeight of(String scope, String name) {
        PermissionWeight heaviest = USE;
        for (String word : WORDS.split((scope + " " + name).toLowerCase(Locale.ROOT))) {
            for (PermissionWeight weight : values()) {
                boolean heavier = heaviest == USE || weight.compareTo(heaviest) > 0;
                if (heavier && weight.words.matcher(word).matches()) {
                    heaviest = weight;
                }
            }
        }
        return heaviest;
    }

    /** The key of its verb among the messages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the provider's form calls it by that very word, so that one of them is enough. */
    boolean isCalled(String name) {
        return name.equalsIgnoreCase(name());
    }
}
