package dev.lanyard.tenant.access;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/**
 * Puts the check of {@link RequiresScope} before each resource method that carries it. One below
 * {@code /v1} that does not stops the start: it would be open to every key. So does one of the
 * console, whose door alone is open.
 */
@Provider
class ScopeFilters implements DynamicFeature {
    private final CurrentCaller caller;

    ScopeFilters(CurrentCaller caller) {
        this.caller = caller;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Method method = resource.getResourceMethod();
        Optional<Set<Scope>> allowed = allows(method);
        if (allowed.isEmpty()
                && isForKeysOnly(resource.getResourceClass())
                && !method.isAnnotationPresent(CallerInBody.class)) {
            throw new IllegalStateException("@RequiresScope is missing on " + method);
        }
        allowed.ifPresent(scopes -> context.register(new ScopeFilter(caller, scopes)));
    }

    private static boolean isForKeysOnly(Class<?> resource) {
        Path path = resource.getAnnotation(Path.class);
        return path != null
                && (isBelow("/v1", path.value()) || isBelow("/console", path.value()))
                && !path.value().equals(ConsoleFilter.SIGN_IN);
    }

    private static boolean isBelow(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    /** The scopes of which one is enough, by the method's annotation or its class's. */
    static Optional<Set<Scope>> allows(Method method) {
        RequiresScope own = method.getAnnotation(RequiresScope.class);
        RequiresScope found =
                own == null ? method.getDeclaringClass().getAnnotation(RequiresScope.class) : own;
        return Optional.ofNullable(found)
                .map(allows -> EnumSet.copyOf(Arrays.asList(allows.value())));
    }

    private record ScopeFilter(CurrentCaller caller, Set<Scope> allowed)
            implements ResteasyReactiveContainerRequestFilter {

        @Override
        public void filter(ResteasyReactiveContainerRequestContext request) {
            require(caller.get(), allowed);
        }
    }

    /** Fails with {@code forbidden} unless the caller has one of these. */
    static void require(Caller caller, Set<Scope> allowed) {
        if (Collections.disjoint(caller.scopes(), allowed)) {
            throw ProblemException.of(
                    ProblemCode.FORBIDDEN,
                    (caller.type() == Actor.Type.API_KEY ? "The API key" : "The workload identity")
                            + " lacks the scope "
                            + names(allowed));
        }
    }

    private static String names(Set<Scope> allowed) {
        return allowed.stream()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }
}
