package dev.lanyard.console;

import dev.lanyard.problem.JourneyProblemPage;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.branding.PageBrand;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The pages of the connect journey, as HTML. Every text in them is escaped. */
@ApplicationScoped
public class ConnectPages implements JourneyProblemPage {
    private static final String BAD_LINK = "unknown";

    /**
     * A problem on the way to a connection.
     *
     * @param words which of the outcome's messages tell it
     * @param passing whether trying again may help
     * @param detail for developers; null where it would say nothing more
     * @param support with the request's id in place of a session's
     */
    public record ProblemView(
            String lang,
            String words,
            boolean passing,
            @Nullable String detail,
            SupportDetails support) {

        public String titleKey() {
            return words + "Title";
        }

        public String adviceKey() {
            return words + "Advice";
        }
    }

    @CheckedTemplate(basePath = "connect")
    static final class ConnectTemplates {
        private ConnectTemplates() {}

        static native TemplateInstance problem(ProblemView view);

        static native TemplateInstance invitation(InvitationView view);

        static native TemplateInstance outcome(OutcomeView view);

        static native TemplateInstance waiting(String language, PageBrand brand);
    }

    @Override
    public String html(
            ProblemException problem, @Nullable String acceptLanguage, @Nullable String requestId) {
        Locale language = PageLanguages.of(acceptLanguage);
        String words = words(problem.code());
        return ConnectTemplates.problem(
                        new ProblemView(
                                language.getLanguage(),
                                words,
                                !words.equals(BAD_LINK),
                                problem.code() == ProblemCode.NOT_FOUND ? null : problem.detail(),
                                SupportDetails.now(
                                        requestId == null ? "" : requestId, problem.code().code())))
                .setLocale(language)
                .render();
    }

    /** What a person has to know of it; to them a request that makes no sense is a bad link. */
    private static String words(ProblemCode code) {
        return switch (code) {
            case RATE_LIMITED -> "rateLimited";
            case UNAVAILABLE, PROVIDER_UNAVAILABLE -> "unavailable";
            case INTERNAL -> "internal";
            default -> BAD_LINK;
        };
    }

    /** The hosted page: who asks whom for what, and the button. */
    public Uni<String> invitation(InvitationView view) {
        return ConnectTemplates.invitation(view).setLocale(view.language()).createUni();
    }

    /** The end of a journey, or why there is none. */
    public Uni<String> outcome(OutcomeView view) {
        return ConnectTemplates.outcome(view).setLocale(view.language()).createUni();
    }

    /** A page that looks again by itself. */
    public Uni<String> waiting(Locale language, PageBrand brand) {
        return ConnectTemplates.waiting(language.getLanguage(), brand)
                .setLocale(language)
                .createUni();
    }
}
