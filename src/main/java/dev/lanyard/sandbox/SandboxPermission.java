package dev.lanyard.sandbox;

import dev.lanyard.problem.ProblemException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The boxes of Bitbucket's consumer form (docs/providers.md, "Permissions"). */
@SuppressWarnings("ImmutableEnumChecker") // List.of
enum SandboxPermission {
    EMAIL("email", "Account", "Email"),
    ACCOUNT("account", "Account", "Read", "email"),
    ACCOUNT_WRITE("account:write", "Account", "Write"),
    PROJECT("project", "Projects", "Read", "repository"),
    PROJECT_ADMIN("project:admin", "Projects", "Admin"),
    REPOSITORY("repository", "Repositories", "Read"),
    REPOSITORY_WRITE("repository:write", "Repositories", "Write", "repository"),
    REPOSITORY_ADMIN("repository:admin", "Repositories", "Admin"),
    REPOSITORY_DELETE("repository:delete", "Repositories", "Delete"),
    PULLREQUEST("pullrequest", "Pull requests", "Read", "repository"),
    PULLREQUEST_WRITE(
            "pullrequest:write", "Pull requests", "Write", "pullrequest", "repository:write"),
    PIPELINE("pipeline", "Pipelines", "Read"),
    PIPELINE_WRITE("pipeline:write", "Pipelines", "Write"),
    PIPELINE_VARIABLE("pipeline:variable", "Pipelines", "Edit variables"),
    ISSUE("issue", "Issues", "Read"),
    ISSUE_WRITE("issue:write", "Issues", "Write", "issue"),
    WIKI("wiki", "Wikis", "Read and write"),
    SNIPPET("snippet", "Snippets", "Read"),
    SNIPPET_WRITE("snippet:write", "Snippets", "Write", "snippet"),
    WEBHOOK("webhook", "Webhooks", "Read and write"),
    RUNNER("runner", "Runners", "Read"),
    RUNNER_WRITE("runner:write", "Runners", "Write", "runner");

    private final String scope;
    private final String area;
    private final String label;
    private final List<String> implies;

    SandboxPermission(String scope, String area, String label, String... implies) {
        this.scope = scope;
        this.area = area;
        this.label = label;
        this.implies = List.of(implies);
    }

    /** The OAuth scope. */
    String scope() {
        return scope;
    }

    /** Where it stands on the form. */
    String area() {
        return area;
    }

    /** What the form calls it within its area. */
    String label() {
        return label;
    }

    static Optional<SandboxPermission> of(String scope) {
        return Arrays.stream(values()).filter(p -> p.scope.equals(scope)).findFirst();
    }

    /** These scopes and all that ticking them ticks, in the form's order. */
    static List<String> closure(Collection<String> scopes) {
        Set<String> ticked = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(scopes);
        while (!open.isEmpty()) {
            SandboxPermission permission = known(open.pop());
            if (ticked.add(permission.scope)) {
                open.addAll(permission.implies);
            }
        }
        return Arrays.stream(values())
                .map(SandboxPermission::scope)
                .filter(ticked::contains)
                .toList();
    }

    private static SandboxPermission known(String scope) {
        return of(scope)
                .orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        "permissions", "has an unknown scope: " + scope));
    }
}
