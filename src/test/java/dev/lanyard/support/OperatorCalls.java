package dev.lanyard.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;

/**
 * The operator's calls, as the compiled resources have them: their document is at the management
 * port, which not every test reaches.
 */
public final class OperatorCalls {
    private static final String PATH = "jakarta.ws.rs.Path";

    private OperatorCalls() {}

    /** Method and path of each: {@code GET /admin/v1/tenants}. */
    public static List<String> all() {
        return index().getAnnotations(PATH).stream()
                .filter(path -> path.target().kind() == AnnotationTarget.Kind.CLASS)
                .filter(path -> path.value().asString().startsWith("/admin/"))
                .flatMap(OperatorCalls::calls)
                .sorted()
                .toList();
    }

    private static Stream<String> calls(AnnotationInstance path) {
        return path.target().asClass().methods().stream()
                .flatMap(
                        method ->
                                Stream.of("GET", "POST", "PUT", "PATCH", "DELETE")
                                        .filter(
                                                verb ->
                                                        method.hasAnnotation(
                                                                "jakarta.ws.rs." + verb))
                                        .map(verb -> verb + " " + path(path, method)));
    }

    private static String path(AnnotationInstance root, MethodInfo method) {
        AnnotationInstance own = method.annotation(PATH);
        String rest = own == null ? "" : "/" + own.value().asString().replaceFirst("^/", "");
        return root.value().asString() + rest;
    }

    private static Index index() {
        Indexer indexer = new Indexer();
        try (Stream<Path> files = Files.walk(Path.of("target", "classes", "dev"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Resource.class")).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    indexer.index(in);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return indexer.complete();
    }
}
