package dev.lanyard.sandbox;

import java.util.List;

/** A grant of an account to a consumer. */
record IssuedGrant(String id, SandboxUser account, List<String> scopes) {

    IssuedGrant withScopes(List<String> others) {
        return new IssuedGrant(id, account, others);
    }
}
