package dev.lanyard.sandbox;

import dev.lanyard.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The pages that mimic Bitbucket's: plain HTML and CSS, without inline script or style. */
final class SandboxPages {
    private SandboxPages() {}

    @CheckedTemplate(basePath = "sandbox")
    static final class SandboxTemplates {
        private SandboxTemplates() {}

        static native TemplateInstance consent(
                Consumer consumer,
                List<SandboxViews.Box> permissions,
                List<String> accounts,
                String consentId);

        static native TemplateInstance refusal(String title, String detail);

        static native TemplateInstance consumers(List<Consumer> consumers);

        static native TemplateInstance add(List<SandboxViews.Area> areas);

        static native TemplateInstance created(Consumer consumer, String secret);

        static native TemplateInstance consumer(
                Consumer consumer,
                List<SandboxViews.Fact> facts,
                List<SandboxViews.GrantRow> grants,
                List<SandboxViews.FaultRow> faults,
                List<SandboxViews.FaultChoice> kinds,
                List<String> places);
    }

    static Uni<SandboxResponse> consent(Consumer consumer, String consentId) {
        return page(
                200,
                SandboxTemplates.consent(
                        consumer,
                        SandboxViews.boxes(consumer.permissions()),
                        SandboxUser.BUILT_IN,
                        consentId));
    }

    /** Bitbucket's own error page. */
    static Uni<SandboxResponse> refusal(String title, String detail) {
        return page(400, SandboxTemplates.refusal(title, detail));
    }

    static Uni<SandboxResponse> refusal(ProblemException problem) {
        return page(
                problem.code().status(),
                SandboxTemplates.refusal(problem.code().title(), problem.detail()));
    }

    static Uni<SandboxResponse> consumers(List<Consumer> consumers) {
        return page(200, SandboxTemplates.consumers(consumers));
    }

    static Uni<SandboxResponse> add() {
        return page(200, SandboxTemplates.add(SandboxViews.areas()));
    }

    static Uni<SandboxResponse> created(Consumers.Created created) {
        return page(201, SandboxTemplates.created(created.consumer(), created.secret()));
    }

    static Uni<SandboxResponse> consumer(
            Consumer consumer,
            List<SandboxViews.GrantRow> grants,
            List<SandboxViews.FaultRow> faults) {
        return page(
                200,
                SandboxTemplates.consumer(
                        consumer,
                        SandboxViews.facts(consumer),
                        grants,
                        faults,
                        SandboxViews.kinds(),
                        SandboxViews.places(List.of(FaultPoint.values()))));
    }

    private static Uni<SandboxResponse> page(int status, TemplateInstance template) {
        return template.createUni().map(html -> SandboxResponse.page(status, html));
    }
}
