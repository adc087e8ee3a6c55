package dev.lanyard.authorize;

import dev.lanyard.authorize.journey.SessionClients;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.Invitation;
import dev.lanyard.console.ConnectPages;
import dev.lanyard.console.InvitationView;
import dev.lanyard.console.InvitationView.PermissionArea;
import dev.lanyard.console.InvitationView.Person;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.profile.ProfileClient;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hosted page of a session that is open: who asks, for whom, for what. */
@ApplicationScoped
class HostedPage {
    private static final String TENANT = "SELECT name FROM tenant WHERE tenant_id = $1";

    private final Pool pool;
    private final SessionClients sessionClients;
    private final ConnectUrls urls;
    private final ConnectPages pages;

    HostedPage(Pool pool, SessionClients sessionClients, ConnectUrls urls, ConnectPages pages) {
        this.pool = pool;
        this.sessionClients = sessionClients;
        this.urls = urls;
        this.pages = pages;
    }

    private record Sheet(ConnectSession session, String connectToken, ProfileClient client) {

        @Override
        public String toString() {
            return "Sheet[" + session.id() + "]";
        }
    }

    /** The page as HTML. */
    Uni<String> of(ConnectSession session, String connectToken) {
        return sessionClients
                .of(session)
                .map(ready -> new Sheet(session, connectToken, ready.client()))
                .chain(sheet -> tenantName(session).map(name -> view(sheet, name)))
                .chain(pages::invitation);
    }

    private Uni<String> tenantName(ConnectSession session) {
        return pool.preparedQuery(TENANT)
                .execute(Tuple.of(session.tenantId()))
                .map(rows -> rows.iterator().next().getString("name"));
    }

    private InvitationView view(Sheet sheet, String tenant) {
        Invitation invitation = sheet.session().invitation();
        return new InvitationView(
                tenant,
                sheet.client().provider().displayName(),
                new Person(
                        invitation.endUser().id(),
                        invitation.endUser().name(),
                        invitation.endUser().email()),
                areas(sheet.client()),
                urls.authorize(invitation.provider(), sheet.connectToken()),
                sheet.session()
                        .progress()
                        .error()
                        .map(error -> "Last time: " + error.code().title() + ". Try again.")
                        .orElse(null));
    }

    private static List<PermissionArea> areas(ProfileClient client) {
        List<String> wanted = client.profile().permissions();
        Map<String, List<String>> areas = new LinkedHashMap<>();
        for (Provider.Permission permission : client.provider().permissions()) {
            if (wanted.contains(permission.scope())) {
                areas.computeIfAbsent(permission.area(), area -> new ArrayList<>())
                        .add(permission.name());
            }
        }
        return areas.entrySet().stream()
                .map(e -> new PermissionArea(e.getKey(), e.getValue()))
                .toList();
    }
}
