package dev.lanyard.tenant.access;

import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What a page of the console needs to know of the session that asks for it. */
@RequestScoped
public class ConsoleVisit {
    private @Nullable String csrf;

    void begin(String csrf) {
        this.csrf = csrf;
    }

    /** What each form of the page brings back. */
    public String csrf() {
        if (csrf == null) {
            throw new IllegalStateException("no session: the resource is not below /console");
        }
        return csrf;
    }

    /**
     * Refuses a form that no page of this session made.
     *
     * @param brought the form's field; null: it has none
     * @throws ProblemException {@code forbidden}
     */
    public void require(@Nullable String brought) {
        requireSame(csrf(), brought);
    }

    /**
     * The same for any session of a console.
     *
     * @param csrf the session's own
     */
    public static void requireSame(String csrf, @Nullable String brought) {
        if (!MessageDigest.isEqual(
                TenantToken.sha256(csrf), TenantToken.sha256(brought == null ? "" : brought))) {
            throw ProblemException.of(
                    ProblemCode.FORBIDDEN,
                    "This form is from another session of the console. Go back, reload the page"
                            + " and send it again.");
        }
    }
}
