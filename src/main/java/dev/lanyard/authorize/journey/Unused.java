package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.Verdict;
import dev.lanyard.token.TokenSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tokens that were issued and are of no use: to be revoked after the transaction. */
record Unused(List<TokenSet> tokens) {

    static Unused none() {
        return new Unused(List.of());
    }

    static Unused of(Optional<TokenSet> tokens) {
        return new Unused(tokens.stream().toList());
    }

    /** Those of a grant that found no place at all. */
    static Unused of(Verdict verdict) {
        return verdict instanceof Verdict.Granted grant
                ? of(Optional.of(grant.tokens()))
                : of(((Verdict.Refused) verdict).tokens());
    }

    Unused and(Optional<TokenSet> more) {
        List<TokenSet> all = new ArrayList<>(tokens);
        more.ifPresent(all::add);
        return new Unused(all);
    }
}
