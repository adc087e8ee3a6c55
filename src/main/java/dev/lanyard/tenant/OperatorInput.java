package dev.lanyard.tenant;

import dev.lanyard.problem.FieldErrors;
import dev.lanyard.tenant.WorkloadIdentity.Workload;
import dev.lanyard.tenant.access.Scope;
import dev.lanyard.tenant.workload.WorkloadIssuers;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the operator wrote about tenants, keys and workload identities, and gathers all that
 * is wrong with it.
 */
final class OperatorInput {
    private static final int MAX_NAME = 200;

    /** Three of them fit into an entry of an index. */
    private static final int MAX_CLAIM = 500;

    private OperatorInput() {}

    /** An API key to be, checked. */
    record KeyDraft(String name, Set<Scope> scopes, @Nullable OffsetDateTime expiresAt) {}

    /** A workload identity to be, checked. */
    record IdentityDraft(Workload workload, Set<Scope> scopes) {}

    /** A tenant's name; fails with {@code validation_failed}. */
    static String name(@Nullable String text) {
        FieldErrors errors = new FieldErrors();
        String name = name(errors, text);
        errors.end();
        return name;
    }

    /** A key; fails with {@code validation_failed} naming every wrong field. */
    static KeyDraft key(ApiKeysResource.NewApiKey body) {
        FieldErrors errors = new FieldErrors();
        OffsetDateTime end = body.expiresAt();
        errors.require(
                end == null || end.isAfter(OffsetDateTime.now(end.getOffset())),
                "expires_at",
                "must be a future date");
        String name = name(errors, body.name());
        Set<Scope> scopes = scopes(errors, body.scopes());
        errors.end();
        return new KeyDraft(name, scopes, end);
    }

    /**
     * A workload identity; fails with {@code validation_failed} naming every wrong field.
     *
     * @param allowed the issuers that the operator's configuration names
     */
    static IdentityDraft identity(
            WorkloadIdentitiesResource.NewWorkloadIdentity body, WorkloadIssuers allowed) {
        FieldErrors errors = new FieldErrors();
        String issuer = claim(errors, "issuer", body.issuer());
        errors.require(
                issuer.isEmpty() || allowed.allow(issuer),
                "issuer",
                "must be one of LANYARD_WORKLOAD_ISSUERS, character by character");
        Workload workload =
                new Workload(
                        issuer,
                        claim(errors, "audience", body.audience()),
                        claim(errors, "subject", body.subject()));
        Set<Scope> scopes = scopes(errors, body.scopes());
        errors.end();
        return new IdentityDraft(workload, scopes);
    }

    /** As all platforms write them; what is compared must be seen as it is. */
    private static String claim(FieldErrors errors, String field, @Nullable String value) {
        String text = errors.text(field, value, MAX_CLAIM);
        errors.require(
                text.chars().allMatch(c -> c > ' ' && c <= '~'),
                field,
                "must be visible ASCII characters without blanks");
        return text;
    }

    /** Scopes as they are stored, in one order. */
    static List<String> names(Set<Scope> scopes) {
        return scopes.stream()
                .sorted()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String name(FieldErrors errors, @Nullable String text) {
        errors.require(text != null && FieldErrors.isVisible(text), "name", "must not be blank");
        if (text != null) {
            errors.require(
                    text.length() <= MAX_NAME, "name", "size must be between 0 and " + MAX_NAME);
            errors.require(FieldErrors.isText(text), "name", "must not contain control characters");
            errors.require(
                    text.codePoints().noneMatch(FieldErrors::isDeceptive),
                    "name",
                    "must not contain characters that change the direction of text");
        }
        return text == null ? "" : text;
    }

    private static Set<Scope> scopes(FieldErrors errors, @Nullable Set<@Nullable Scope> given) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        errors.require(given != null && !given.isEmpty(), "scopes", "must not be empty");
        for (Scope scope : given == null ? Set.<@Nullable Scope>of() : given) {
            if (scope == null) {
                errors.add("scopes", "must not be null");
            } else {
                scopes.add(scope);
            }
        }
        return scopes;
    }
}
