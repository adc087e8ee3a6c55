package dev.lanyard.authorize.session;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A connector profile as far as a new session needs it, and what else the session is checked
 * against, as it was then.
 *
 * @param provider a provider's name
 * @param returnUrls prefixes of addresses that a browser may be sent back to
 * @param active not disabled by its tenant
 * @param pending how many sessions of the tenant nobody has opened yet
 * @param target the connection to bring back; empty: the tenant has none of that id
 * @param readAt by the database's clock
 */
public record InvitingProfile(
        String id,
        String provider,
        List<String> returnUrls,
        boolean active,
        long pending,
        Optional<ReconnectTarget> target,
        OffsetDateTime readAt) {

    /** A connection that a session may bring back. */
    public record ReconnectTarget(String profileId, String endUserId) {

        public boolean isOf(String profile, String endUser) {
            return profileId.equals(profile) && endUserId.equals(endUser);
        }
    }

    static InvitingProfile of(Row row) {
        String target = row.getString("target_profile_id");
        return new InvitingProfile(
                row.getString("id"),
                row.getString("provider"),
                List.of(row.getArrayOfStrings("return_urls")),
                row.getBoolean("active"),
                row.getLong("pending"),
                target == null
                        ? Optional.empty()
                        : Optional.of(
                                new ReconnectTarget(target, row.getString("target_end_user_id"))),
                row.getOffsetDateTime("read_at").withOffsetSameInstant(ZoneOffset.UTC));
    }

    /** The times of a session that begins now, by the database's clock. */
    SessionClock clock(Duration lifetime) {
        return new SessionClock(readAt, readAt.plus(lifetime), false, false, false);
    }
}
