package dev.lanyard.api;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * What the resources' own annotations say of a call and the scanner of the document does not read.
 */
final class DocumentedCalls {
    private static final DotName PATH = DotName.createSimple("jakarta.ws.rs.Path");
    private static final DotName STATUS =
            DotName.createSimple("org.jboss.resteasy.reactive.ResponseStatus");
    private static final DotName SCOPES =
            DotName.createSimple("dev.lanyard.tenant.access.RequiresScope");
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private final Map<String, CallFacts> calls = new HashMap<>();

    /**
     * Facts of a call.
     *
     * @param scopes any one of them is needed; empty: not said
     * @param status of success; 0: not said
     */
    record CallFacts(List<String> scopes, int status) {
        private static final CallFacts NONE = new CallFacts(List.of(), 0);
    }

    DocumentedCalls(IndexView index) {
        for (AnnotationInstance path : index.getAnnotations(PATH)) {
            if (path.target().kind() == AnnotationTarget.Kind.CLASS) {
                read(path.target().asClass(), path.value().asString());
            }
        }
    }

    private void read(ClassInfo resource, String root) {
        for (MethodInfo method : resource.methods()) {
            String path = joined(root, text(method.declaredAnnotation(PATH)));
            METHODS.stream()
                    .filter(verb -> method.hasDeclaredAnnotation("jakarta.ws.rs." + verb))
                    .forEach(verb -> calls.put(verb + " " + path, facts(resource, method)));
        }
    }

    private static CallFacts facts(ClassInfo resource, MethodInfo method) {
        AnnotationInstance own = method.declaredAnnotation(SCOPES);
        AnnotationInstance scopes = own == null ? resource.declaredAnnotation(SCOPES) : own;
        AnnotationInstance status = method.declaredAnnotation(STATUS);
        return new CallFacts(
                scopes == null
                        ? List.of()
                        : Arrays.stream(scopes.value().asEnumArray())
                                .map(scope -> scope.toLowerCase(Locale.ROOT))
                                .toList(),
                status == null ? 0 : status.value().asInt());
    }

    private static String text(AnnotationInstance annotation) {
        return annotation == null ? "" : annotation.value().asString();
    }

    /** As the document writes it: {@code {path:.*}} is {@code {path}}. */
    private static String joined(String root, String rest) {
        String path = rest.isEmpty() ? root : root + "/" + rest.replaceFirst("^/", "");
        return path.replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}").replaceFirst("(?<=.)/$", "");
    }

    /** Nothing but defaults where the code has no such call. */
    CallFacts of(String method, String path) {
        return calls.getOrDefault(method.toUpperCase(Locale.ROOT) + " " + path, CallFacts.NONE);
    }
}
