package dev.lanyard.sandbox;

import java.util.List;

/** What an account granted to a consumer. */
record IssuedGrant(String id, SandboxUser account, List<String> scopes) {

    IssuedGrant withScopes(List<String> others) {
        return new IssuedGrant(id, account, others);
    }
}
