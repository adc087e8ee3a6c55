package dev.lanyard.provider;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks a provider who connected. */
@ApplicationScoped
public class Accounts {

    /** Asks with an access token; never fails: what happened is the answer. */
    public Uni<AccountAnswer> ask(Provider provider, String accessToken) {
        throw new UnsupportedOperationException();
    }
}
