package dev.lanyard.authorize;

import dev.lanyard.authorize.session.Invitation;
import dev.lanyard.authorize.session.Invitations;
import dev.lanyard.authorize.session.InvitingProfile;
import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.problem.FieldErrors;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.ReturnUrls;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Turns what a tenant sent into an invitation, or says which fields are wrong. */
@ApplicationScoped
class InvitationInput {
    private static final int LONGEST_LIFE = 604_800;
    private static final int USUAL = 1_800;

    private final Invitations invitations;

    InvitationInput(Invitations invitations) {
        this.invitations = invitations;
    }

    /** What is asked for, and the profile as it was then. */
    record CheckedInvitation(InvitingProfile profile, Invitation invitation) {}

    /** How long the session may be used. */
    static Duration lifetime(NewConnectSession body) {
        return Duration.ofSeconds(body.expiresIn() == null ? USUAL : body.expiresIn());
    }

    /**
     * Checks a body.
     *
     * @return fails with {@code validation_failed}, the same for what is unknown and what is
     *     another tenant's, and with {@code profile_disabled}
     */
    Uni<CheckedInvitation> check(String tenantId, NewConnectSession body) {
        shape(body).end();
        return invitations
                .profile(
                        tenantId,
                        String.valueOf(body.connectorProfileId()),
                        Optional.ofNullable(body.connectionId()))
                .map(profile -> profile.orElseThrow(InvitationInput::unknownProfile))
                .map(profile -> new CheckedInvitation(profile, invitation(profile, body)))
                .invoke(InvitationInput::requireOwnTarget);
    }

    private static FieldErrors shape(NewConnectSession body) {
        FieldErrors check = new FieldErrors();
        check.text("connector_profile_id", body.connectorProfileId(), 100);
        endUser(check, body);
        check.optional("return_url", body.returnUrl(), FieldErrors.MAX_URL);
        check.optional("connection_id", body.connectionId(), 100);
        check.optional("origin", body.origin(), 300);
        check.object("metadata", body.metadata(), FieldErrors.MAX_METADATA);
        Integer seconds = body.expiresIn();
        check.require(
                seconds == null || (seconds >= 1 && seconds <= LONGEST_LIFE),
                "expires_in",
                "must be from 1 to " + LONGEST_LIFE + " seconds");
        check.require(
                !confirms(body) || body.returnUrl() != null,
                "return_url",
                "is needed with require_confirmation: the confirmation is put on it");
        return check;
    }

    private static void endUser(FieldErrors check, NewConnectSession body) {
        NewConnectSession.NewEndUser endUser = body.endUser();
        if (endUser == null) {
            check.require(false, "end_user", "must be an object with an id");
            return;
        }
        check.text("end_user.id", endUser.id(), 255);
        check.name("end_user.name", endUser.name(), 255);
        check.name("end_user.email", endUser.email(), 320);
    }

    private static boolean confirms(NewConnectSession body) {
        return Boolean.TRUE.equals(body.requireConfirmation());
    }

    private static ProblemException unknownProfile() {
        return ProblemException.invalid(
                "connector_profile_id", "is none of your connector profiles");
    }

    private static Invitation invitation(InvitingProfile profile, NewConnectSession body) {
        if (!profile.active()) {
            throw ProblemException.of(
                    ProblemCode.PROFILE_DISABLED,
                    "The connector profile " + profile.id() + " is disabled. Set it active first.");
        }
        Optional<String> returnUrl = Optional.ofNullable(body.returnUrl());
        addresses(profile, returnUrl, Optional.ofNullable(body.origin())).end();
        return new Invitation(
                profile.id(),
                profile.provider(),
                endUser(body),
                returnUrl,
                Optional.ofNullable(body.origin()).or(() -> returnUrl.flatMap(ReturnUrls::origin)),
                Optional.ofNullable(body.connectionId()),
                metadata(body),
                confirms(body));
    }

    private static FieldErrors addresses(
            InvitingProfile profile, Optional<String> returnUrl, Optional<String> origin) {
        FieldErrors check = new FieldErrors();
        List<String> allowed = profile.returnUrls();
        check.require(
                returnUrl.isEmpty() || ReturnUrls.allows(allowed, returnUrl.get()),
                "return_url",
                "is not below one of the profile's return_urls");
        check.require(
                origin.isEmpty() || ReturnUrls.allowsOrigin(allowed, origin.get()),
                "origin",
                "is not the origin of one of the profile's return_urls");
        return check;
    }

    private static EndUser endUser(NewConnectSession body) {
        NewConnectSession.NewEndUser given = body.endUser();
        return given == null
                ? new EndUser("", null, null)
                : new EndUser(String.valueOf(given.id()), given.name(), given.email());
    }

    private static JsonObject metadata(NewConnectSession body) {
        return body.metadata() == null || body.metadata().isNull()
                ? new JsonObject()
                : new JsonObject(body.metadata().toString());
    }

    private static void requireOwnTarget(CheckedInvitation checked) {
        Invitation invitation = checked.invitation();
        if (invitation.reconnects().isEmpty()) {
            return;
        }
        Optional<InvitingProfile.ReconnectTarget> found = checked.profile().target();
        FieldErrors check = new FieldErrors();
        check.require(found.isPresent(), "connection_id", "is none of your connections");
        check.require(
                found.isEmpty()
                        || found.get().isOf(invitation.profileId(), invitation.endUser().id()),
                "connection_id",
                "is a connection of another end user or connector profile");
        check.end();
    }
}
