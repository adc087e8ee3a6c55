package dev.lanyard.authorize;

import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.console.ConnectPages;
import dev.lanyard.console.OutcomeView;
import dev.lanyard.console.OutcomeView.Onward;
import dev.lanyard.console.OutcomeView.OpenerMessage;
import dev.lanyard.console.OutcomeView.Parties;
import dev.lanyard.console.SupportDetails;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows how a journey ended: on the tenant's return URL, else as a page with a way on. */
@ApplicationScoped
class OutcomePages {
    private final BrowserResponses responses;
    private final ConnectPages pages;
    private final JourneyParties parties;
    private final SessionTimeline timeline;

    OutcomePages(
            BrowserResponses responses,
            ConnectPages pages,
            JourneyParties parties,
            SessionTimeline timeline) {
        this.responses = responses;
        this.pages = pages;
        this.parties = parties;
        this.timeline = timeline;
    }

    /**
     * The end of an attempt.
     *
     * @param retryUrl where another one begins, if it may
     */
    Uni<Response> of(JourneyOutcome outcome, PageVisit visit, String retryUrl) {
        if (outcome.isPending()) {
            return pages.waiting(visit.language(), parties.nobodys())
                    .map(html -> responses.page(200, html).build());
        }
        Optional<String> returnUrl = outcome.returnUrl().filter(url -> leaves(outcome, visit));
        TimelineStep told = told(outcome, returnUrl);
        return returnUrl.isEmpty()
                ? page(outcome, visit, status(outcome), retryUrl, parties.told(outcome, told))
                : timeline.note(outcome.session().tenantId(), outcome.session().id(), told)
                        .map(noted -> responses.redirect(returnUrl.get()).build());
    }

    /** A popup closes instead, unless its tenant's page has to be given the confirmation. */
    private static boolean leaves(JourneyOutcome outcome, PageVisit visit) {
        return outcome.confirmation().isPresent() || !(visit.popup() || outcome.isInPopup());
    }

    /** To which host is enough: an address may carry what is the tenant's own secret. */
    private static TimelineStep told(JourneyOutcome outcome, Optional<String> returnUrl) {
        String where =
                returnUrl
                        .map(url -> "The browser was sent back to " + URI.create(url).getHost())
                        .orElse("The closing page was shown");
        return TimelineStep.succeeded(
                JourneyStep.TOLD, where + ", status " + outcome.shownStatus() + ".");
    }

    private static int status(JourneyOutcome outcome) {
        return outcome.error().map(error -> error.code().status()).orElse(200);
    }

    /** The same page for every callback that is none of this browser's. */
    Uni<Response> notBound(PageVisit visit) {
        return page(400, OutcomeView.of(visit.language(), "unbound", parties.nobodys()));
    }

    /** For a link that leads nowhere. */
    Uni<Response> unknown(PageVisit visit) {
        return page(404, OutcomeView.of(visit.language(), "unknown", parties.nobodys()));
    }

    /** Why a session's hosted page invites nobody any more; there is always a way back. */
    Uni<Response> closed(JourneyOutcome outcome, PageVisit visit) {
        int status = outcome.error().isPresent() ? status(outcome) : 410;
        return page(outcome, visit, status, null, parties.of(outcome));
    }

    private Uni<Response> page(
            JourneyOutcome outcome,
            PageVisit visit,
            int status,
            @Nullable String retryUrl,
            Uni<Parties> parties) {
        Onward onward =
                new Onward(
                        outcome.isRetryable() ? retryUrl : null, outcome.returnUrl().orElse(null));
        return parties.map(names -> view(outcome, visit, names, onward))
                .chain(view -> page(status, view));
    }

    private static OutcomeView view(
            JourneyOutcome outcome, PageVisit visit, Parties names, Onward onward) {
        return new OutcomeView(
                visit.language(),
                outcome.code(),
                outcome.error().isEmpty(),
                names,
                outcome.error()
                        .map(SessionError::description)
                        .filter(words -> !words.isEmpty())
                        .orElse(null),
                onward,
                SupportDetails.now(outcome.session().id(), outcome.code()),
                message(outcome, visit.popup() || outcome.isInPopup()));
    }

    private static @Nullable OpenerMessage message(JourneyOutcome outcome, boolean closes) {
        Optional<String> origin = outcome.session().invitation().origin();
        return origin.isEmpty() && !closes
                ? null
                : new OpenerMessage(
                        origin.orElse(null),
                        closes,
                        outcome.session().id(),
                        outcome.shownStatus(),
                        outcome.status() == SessionStatus.CONNECTED
                                ? outcome.session().progress().connectionId().orElse(null)
                                : null,
                        outcome.error().map(e -> e.code().text()).orElse(null));
    }

    private Uni<Response> page(int status, OutcomeView view) {
        return pages.outcome(view).map(html -> responses.page(status, html).build());
    }
}
