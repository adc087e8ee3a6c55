package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.GrantDecision;
import dev.lanyard.token.TokenSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tokens that were issued and are of no use: to be revoked after the transaction. */
record UnusedTokens(List<TokenSet> tokens) {

    static UnusedTokens none() {
        return new UnusedTokens(List.of());
    }

    static UnusedTokens of(Optional<TokenSet> tokens) {
        return new UnusedTokens(tokens.stream().toList());
    }

    /** Those of a grant that found no place at all. */
    static UnusedTokens of(GrantDecision decision) {
        return decision instanceof GrantDecision.Granted grant
                ? of(Optional.of(grant.tokens()))
                : of(((GrantDecision.NotGranted) decision).tokens());
    }

    UnusedTokens and(Optional<TokenSet> more) {
        List<TokenSet> all = new ArrayList<>(tokens);
        more.ifPresent(all::add);
        return new UnusedTokens(all);
    }
}
