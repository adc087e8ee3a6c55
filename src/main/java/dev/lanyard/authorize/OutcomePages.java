package dev.lanyard.authorize;

import dev.lanyard.authorize.journey.GrantStorage;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.console.ConnectPages;
import dev.lanyard.console.OutcomeView;
import dev.lanyard.console.OutcomeView.OpenerMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows how a journey ended: on the tenant's return URL, else as a page. */
@ApplicationScoped
class OutcomePages {
    private static final OutcomeView CONNECTED =
            new OutcomeView(
                    true,
                    "Your account is connected",
                    "You can close this window and go back to the app.",
                    null,
                    null);
    private static final OutcomeView AWAITING =
            new OutcomeView(
                    true,
                    "Nearly done",
                    "The app has to confirm the connection. Go back to it to finish.",
                    null,
                    null);
    private static final OutcomeView NOT_BOUND =
            new OutcomeView(
                    false,
                    "This sign-in cannot go on here",
                    "It was begun in another browser, too long ago or with cookies switched off, or"
                            + " the provider's answer was not what it promises. Nothing was"
                            + " connected. Go back to the app and start again; if it stays so, tell"
                            + " the people who run it.",
                    null,
                    null);

    private final BrowserResponses responses;
    private final ConnectPages pages;
    private final SessionTimeline timeline;

    OutcomePages(BrowserResponses responses, ConnectPages pages, SessionTimeline timeline) {
        this.responses = responses;
        this.pages = pages;
        this.timeline = timeline;
    }

    /** The end of a callback. */
    Uni<Response> of(JourneyOutcome outcome) {
        if (outcome.isPending()) {
            return pages.waiting().map(html -> responses.page(200, html).build());
        }
        return timeline.note(outcome.session().tenantId(), outcome.session().id(), told(outcome))
                .chain(() -> ending(outcome));
    }

    /** To which host is enough: an address may carry what is the tenant's own secret. */
    private static TimelineStep told(JourneyOutcome outcome) {
        String where =
                outcome.returnUrl()
                        .map(url -> "The browser was sent back to " + URI.create(url).getHost())
                        .orElse("The closing page was shown");
        return TimelineStep.succeeded(
                JourneyStep.TOLD, where + ", status " + outcome.shownStatus() + ".");
    }

    private Uni<Response> ending(JourneyOutcome outcome) {
        Optional<String> returnUrl = outcome.returnUrl();
        return returnUrl.isPresent()
                ? Uni.createFrom().item(responses.redirect(returnUrl.get()).build())
                : page(outcome.error(), good(outcome.status()), message(outcome));
    }

    /** The same page for every callback that is none of this browser's. */
    Uni<Response> notBound() {
        return page(400, NOT_BOUND);
    }

    /** Why a session's hosted page invites nobody any more. */
    Uni<Response> closed(ConnectSession session) {
        return switch (session.status()) {
            case CONNECTED -> page(410, CONNECTED);
            case AWAITING_CONFIRMATION -> page(410, AWAITING);
            default -> page(Optional.of(reason(session)), CONNECTED, null);
        };
    }

    private static SessionError reason(ConnectSession session) {
        if (session.progress().cancelled()) {
            return SessionErrorCode.CANCELLED.because("");
        }
        return session.clock().past()
                ? SessionErrorCode.EXPIRED.because("")
                : GrantStorage.DISABLED;
    }

    private static OutcomeView good(SessionStatus status) {
        return status == SessionStatus.CONNECTED ? CONNECTED : AWAITING;
    }

    private Uni<Response> page(
            Optional<SessionError> error, OutcomeView good, @Nullable OpenerMessage message) {
        return error.isPresent()
                ? page(error.get().code().status(), bad(error.get(), message))
                : page(200, new OutcomeView(true, good.title(), good.advice(), null, message));
    }

    private static OutcomeView bad(SessionError error, @Nullable OpenerMessage message) {
        return new OutcomeView(
                false,
                error.code().title(),
                error.code().advice(),
                error.description().isEmpty() ? null : error.description(),
                message);
    }

    private static @Nullable OpenerMessage message(JourneyOutcome outcome) {
        ConnectSession session = outcome.session();
        boolean connected = outcome.status() == SessionStatus.CONNECTED;
        return session.invitation()
                .origin()
                .map(
                        origin ->
                                new OpenerMessage(
                                        origin,
                                        session.id(),
                                        outcome.shownStatus(),
                                        connected
                                                ? session.progress().connectionId().orElse(null)
                                                : null,
                                        outcome.error().map(e -> e.code().text()).orElse(null)))
                .orElse(null);
    }

    private Uni<Response> page(int status, OutcomeView view) {
        return pages.outcome(view).map(html -> responses.page(status, html).build());
    }
}
