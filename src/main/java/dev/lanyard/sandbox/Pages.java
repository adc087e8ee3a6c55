package dev.lanyard.sandbox;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The pages that mimic Bitbucket's: plain HTML and CSS, without inline script or style. */
final class Pages {
    private Pages() {}

    @CheckedTemplate(basePath = "sandbox")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance consent(
                Consumer consumer, List<Box> permissions, List<String> accounts, String consentId);

        static native TemplateInstance refusal(String title, String detail);
    }

    /** A permission as a page shows it. */
    record Box(String scope, String area, String label) {}

    static Uni<Answer> consent(Consumer consumer, String consentId) {
        List<Box> permissions =
                consumer.permissions().stream()
                        .flatMap(scope -> Permission.of(scope).stream())
                        .map(Pages::box)
                        .toList();
        return page(200, Templates.consent(consumer, permissions, Account.BUILT_IN, consentId));
    }

    /** Bitbucket's own error page. */
    static Uni<Answer> refusal(String title, String detail) {
        return page(400, Templates.refusal(title, detail));
    }

    static Uni<Answer> page(int status, TemplateInstance template) {
        return template.createUni().map(html -> Answer.page(status, html));
    }

    static Box box(Permission permission) {
        return new Box(permission.scope(), permission.area(), permission.label());
    }
}
