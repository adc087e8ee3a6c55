package dev.lanyard.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.lanyard.id.Ids;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Says of any failure which {@link ProblemException} the caller is told, and logs what is ours. */
final class Problems {
    private static final Logger LOG = Logger.getLogger("dev.lanyard.problem");
    private static final DatabaseOutageLog OUTAGES = new DatabaseOutageLog();
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int MAX_CAUSES = 16;

    private Problems() {}

    /**
     * The problem.
     *
     * @param failure anything thrown; its causes are looked at, outermost first
     * @param place what was running, for the log: no address, for addresses hold tokens
     */
    static ProblemException problem(Throwable failure, String place) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            Optional<ProblemException> known = known(cause, place);
            if (known.isPresent()) {
                return known.get();
            }
            cause = cause.getCause();
        }
        return internal(failure, place);
    }

    private static Optional<ProblemException> known(Throwable failure, String place) {
        if (failure instanceof ProblemException problem) {
            return Optional.of(problem);
        }
        if (failure instanceof WebApplicationException refused) {
            return FrameworkFailures.problem(refused);
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return Optional.of(JsonFailures.problem(mismatch));
        }
        if (failure instanceof HttpClosedException || failure instanceof StreamResetException) {
            return Optional.of(ProblemException.invalid("request", "ended before it was whole"));
        }
        if (failure instanceof OwnFailure) {
            return Optional.of(unavailable(failure, place));
        }
        Optional<ProblemException> database = DatabaseFailures.problem(failure);
        database.filter(problem -> problem.code() == ProblemCode.UNAVAILABLE)
                .ifPresent(problem -> OUTAGES.tell(place, failure));
        return database;
    }

    private static ProblemException unavailable(Throwable failure, String place) {
        String incident = incident(failure, place);
        return ProblemException.of(
                ProblemCode.UNAVAILABLE, "Try again later. Incident " + incident, RETRY_AFTER);
    }

    private static ProblemException internal(Throwable failure, String place) {
        return ProblemException.of(ProblemCode.INTERNAL, "Incident " + incident(failure, place));
    }

    private static String incident(Throwable failure, String place) {
        String incident = Ids.random();
        LOG.errorf(failure, "incident %s: %s", incident, place);
        return incident;
    }
}
