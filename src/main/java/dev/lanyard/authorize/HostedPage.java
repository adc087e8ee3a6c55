package dev.lanyard.authorize;

import dev.lanyard.authorize.JourneyParties.JourneyHost;
import dev.lanyard.authorize.journey.SessionClients;
import dev.lanyard.authorize.journey.SessionClients.SessionClient;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.console.ConnectPages;
import dev.lanyard.console.InvitationView;
import dev.lanyard.console.InvitationView.AskedPermission;
import dev.lanyard.console.InvitationView.PermissionGroup;
import dev.lanyard.console.InvitationView.Person;
import dev.lanyard.console.InvitationView.Progress;
import dev.lanyard.console.SupportDetails;
import dev.lanyard.provider.profile.ProfileClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The hosted page of a session that is open: who asks, for whom, for what. */
@ApplicationScoped
class HostedPage {
    private final SessionClients sessionClients;
    private final JourneyParties parties;
    private final ConnectUrls urls;
    private final ConnectPages pages;

    HostedPage(
            SessionClients sessionClients,
            JourneyParties parties,
            ConnectUrls urls,
            ConnectPages pages) {
        this.sessionClients = sessionClients;
        this.parties = parties;
        this.urls = urls;
        this.pages = pages;
    }

    /**
     * A look at the page.
     *
     * @param cookieMissing the browser came from this page without the cookie that it gave
     */
    record Look(
            ConnectSession session, String connectToken, PageVisit visit, boolean cookieMissing) {

        @Override
        public String toString() {
            return "Look[" + session.id() + "]";
        }
    }

    private record PageNames(JourneyHost host, Optional<String> account) {}

    /** The page as HTML. */
    Uni<String> of(Look look) {
        return Uni.combine()
                .all()
                .unis(sessionClients.of(look.session()), names(look.session()))
                .with((client, names) -> view(look, client, names))
                .chain(pages::invitation);
    }

    private Uni<PageNames> names(ConnectSession session) {
        return Uni.combine()
                .all()
                .unis(parties.host(session), parties.broughtBack(session))
                .with(PageNames::new);
    }

    private InvitationView view(Look look, SessionClient client, PageNames names) {
        ConnectSession session = look.session();
        String provider = session.invitation().provider();
        boolean popup = look.visit().popup();
        EndUser endUser = session.invitation().endUser();
        return new InvitationView(
                look.visit().language(),
                names.host().tenant(),
                client.client().provider().displayName(),
                session.invitation().reconnects().isPresent(),
                names.account().orElse(null),
                new Person(endUser.id(), endUser.name(), endUser.email()),
                permissions(client.client()),
                urls.authorize(provider, look.connectToken(), popup),
                urls.cancel(look.connectToken(), popup),
                progress(look, client),
                SupportDetails.now(session.id(), session.status().text()),
                names.host().brand());
    }

    private static Progress progress(Look look, SessionClient client) {
        ConnectSession session = look.session();
        return new Progress(
                session.progress().error().map(error -> error.code().text()).orElse(null),
                session.status() == SessionStatus.AUTHORIZING
                        ? client.callbackUrl().toString()
                        : null,
                look.cookieMissing());
    }

    private static List<PermissionGroup> permissions(ProfileClient client) {
        List<String> wanted = client.profile().permissions();
        return InvitationView.grouped(
                client.provider().permissions().stream()
                        .filter(permission -> wanted.contains(permission.scope()))
                        .map(p -> new AskedPermission(p.scope(), p.area(), p.name()))
                        .toList());
    }
}
