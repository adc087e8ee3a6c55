package dev.lanyard.console;

import dev.lanyard.provider.branding.PageBrand;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** The pages of the connect journey, as HTML. Every text in them is escaped. */
@ApplicationScoped
public class ConnectPages {

    @CheckedTemplate(basePath = "connect")
    static final class ConnectTemplates {
        private ConnectTemplates() {}

        static native TemplateInstance invitation(InvitationView view);

        static native TemplateInstance outcome(OutcomeView view);

        static native TemplateInstance waiting(String language, PageBrand brand);
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
