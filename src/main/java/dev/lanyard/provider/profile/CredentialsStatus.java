package dev.lanyard.provider.profile;

import java.util.Locale;

/** The state of a profile's client id and secret. */
public enum CredentialsStatus {
    /** The provider took them. */
    ACCEPTED,
    /** The provider refused them. */
    REJECTED,
    /** The provider could not be asked. */
    UNVERIFIED;

    /** As it stands in JSON and in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CredentialsStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
