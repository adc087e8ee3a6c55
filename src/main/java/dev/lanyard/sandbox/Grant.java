package dev.lanyard.sandbox;

import java.util.List;

/** What an account granted to a consumer. */
record Grant(String id, Account account, List<String> scopes) {

    Grant withScopes(List<String> others) {
        return new Grant(id, account, others);
    }
}
