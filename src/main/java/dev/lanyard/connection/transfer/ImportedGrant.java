package dev.lanyard.connection.transfer;

import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A line that was read, and what is known of it before the database is asked.
 *
 * @param number of the line
 * @param hash the refresh token's fingerprint
 */
record ImportedGrant(long number, ImportLine line, Provider provider, ByteBuffer hash) {

    /** An end user on a profile. */
    record Owner(String profileId, String endUserId) {}

    Owner owner() {
        return new Owner(Objects.requireNonNull(line.connectorProfileId()), endUser().id());
    }

    EndUser endUser() {
        return Objects.requireNonNull(line.endUser());
    }

    String refreshToken() {
        return Objects.requireNonNull(line.refreshToken());
    }

    ImportResult failed(ProblemException problem) {
        return ImportResult.failed(number, problem);
    }

    @Override
    public String toString() {
        return "ImportedGrant[" + number + "]";
    }
}
