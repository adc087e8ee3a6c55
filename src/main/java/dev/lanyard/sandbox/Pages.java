package dev.lanyard.sandbox;

import dev.lanyard.problem.Problem;
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
                Consumer consumer,
                List<Views.Box> permissions,
                List<String> accounts,
                String consentId);

        static native TemplateInstance refusal(String title, String detail);

        static native TemplateInstance consumers(List<Consumer> consumers);

        static native TemplateInstance add(List<Views.Area> areas);

        static native TemplateInstance created(Consumer consumer, String secret);

        static native TemplateInstance consumer(
                Consumer consumer,
                List<Views.Fact> facts,
                List<Views.GrantRow> grants,
                List<Views.FaultRow> faults,
                List<Views.Kind> kinds,
                List<String> places);
    }

    static Uni<Answer> consent(Consumer consumer, String consentId) {
        return page(
                200,
                Templates.consent(
                        consumer,
                        Views.boxes(consumer.permissions()),
                        Account.BUILT_IN,
                        consentId));
    }

    /** Bitbucket's own error page. */
    static Uni<Answer> refusal(String title, String detail) {
        return page(400, Templates.refusal(title, detail));
    }

    static Uni<Answer> refusal(Problem problem) {
        return page(
                problem.code().status(),
                Templates.refusal(problem.code().title(), problem.detail()));
    }

    static Uni<Answer> consumers(List<Consumer> consumers) {
        return page(200, Templates.consumers(consumers));
    }

    static Uni<Answer> add() {
        return page(200, Templates.add(Views.areas()));
    }

    static Uni<Answer> created(Consumers.Created created) {
        return page(201, Templates.created(created.consumer(), created.secret()));
    }

    static Uni<Answer> consumer(
            Consumer consumer, List<Views.GrantRow> grants, List<Views.FaultRow> faults) {
        return page(
                200,
                Templates.consumer(
                        consumer,
                        Views.facts(consumer),
                        grants,
                        faults,
                        Views.kinds(),
                        Views.places(List.of(Place.values()))));
    }

    private static Uni<Answer> page(int status, TemplateInstance template) {
        return template.createUni().map(html -> Answer.page(status, html));
    }
}
