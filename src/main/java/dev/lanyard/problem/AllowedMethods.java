package dev.lanyard.problem;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * The methods that an address knows, over all resource classes: the framework answers 405 without
 * {@code Allow} (RFC 9110 §15.5.6), and 404 where two classes share an address.
 */
final class AllowedMethods {
    private AllowedMethods() {}

    /** Empty when the address is unknown. */
    static Set<String> of(ResteasyReactiveRequestContext request) {
        Set<String> methods = new TreeSet<>();
        String path = request.getPathWithoutPrefix();
        for (RequestMapper.RequestPath<RestInitialHandler.InitialMatch> candidate :
                request.getDeployment().getClassMappers()) {
            collect(methods, path, candidate);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static void collect(
            Set<String> methods,
            String path,
            RequestMapper.RequestPath<RestInitialHandler.InitialMatch> candidate) {
        var only =
                new java.util.ArrayList<
                        RequestMapper.RequestPath<RestInitialHandler.InitialMatch>>();
        only.add(candidate);
        var match = new RequestMapper<>(only).map(path);
        if (match == null) {
            return;
        }
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        for (ServerRestHandler handler : match.value.handlers) {
            if (handler instanceof ClassRoutingHandler routing) {
                methods.addAll(known(routing.getMappers(), remaining));
            }
        }
    }

    private static Set<String> known(
            Map<String, RequestMapper<RuntimeResource>> mappers, String remaining) {
        Set<String> methods = new TreeSet<>();
        mappers.forEach(
                (method, mapper) -> {
                    if (method != null && mapper.map(remaining) != null) {
                        methods.add(method);
                    }
                });
        return methods;
    }
}
