package dev.lanyard.authorize;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.StepOutcome;
import dev.lanyard.authorize.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.List;

/** A session's steps as its tenant sees them, the first one first. */
record TimelineView(List<TimelineEntry> items) {

    static TimelineView of(ConnectSession session, List<TimelineEntry> steps) {
        List<TimelineEntry> items = new ArrayList<>();
        items.add(created(session));
        items.addAll(steps);
        return new TimelineView(items);
    }

    private static TimelineEntry created(ConnectSession session) {
        return new TimelineEntry(
                session.clock().createdAt(),
                JourneyStep.CREATED.text(),
                StepOutcome.SUCCEEDED.text(),
                session.invitation()
                        .reconnects()
                        .map(connection -> "To bring back " + connection + ".")
                        .orElse(null));
    }
}
