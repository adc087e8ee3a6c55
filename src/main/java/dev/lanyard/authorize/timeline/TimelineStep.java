package dev.lanyard.authorize.timeline;

import org.jspecify.annotations.Nullable;

/**
 * A step that was taken.
 *
 * @param detail what to know about it, without any secret; what others said in it is cut
 */
public record TimelineStep(JourneyStep step, StepOutcome outcome, @Nullable String detail) {

    public static TimelineStep succeeded(JourneyStep step, @Nullable String detail) {
        return new TimelineStep(step, StepOutcome.SUCCEEDED, detail);
    }

    public static TimelineStep waiting(JourneyStep step, String detail) {
        return new TimelineStep(step, StepOutcome.WAITING, detail);
    }

    public static TimelineStep refused(JourneyStep step, String detail) {
        return new TimelineStep(step, StepOutcome.REFUSED, detail);
    }

    public static TimelineStep failed(JourneyStep step, String detail) {
        return new TimelineStep(step, StepOutcome.FAILED, detail);
    }

    /** Whether anybody with the link can make it happen as often as they like. */
    boolean isRepeatable() {
        return step == JourneyStep.OPENED
                || step == JourneyStep.TOLD
                || outcome == StepOutcome.REFUSED;
    }
}
