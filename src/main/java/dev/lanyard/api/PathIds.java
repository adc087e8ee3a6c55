package dev.lanyard.api;

import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;

/**
 * Ids in the path of an API call, or of the console, are checked by their form before a resource
 * asks for them: what cannot be an id is {@code not_found} like one that is unknown. The rest of a
 * path that goes on to somebody else, {@code {path}}, is no id.
 */
@Provider
class PathIds implements ContainerRequestFilter {
    private static final String REST = "path";

    @Override
    public void filter(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        if (isApi(uri.getPath())
                && !uri.getPathParameters().entrySet().stream().allMatch(PathIds::isWellFormed)) {
            throw ProblemException.notFound();
        }
    }

    private static boolean isApi(String path) {
        String rooted = path.startsWith("/") ? path : "/" + path;
        return rooted.startsWith("/v1/")
                || rooted.startsWith("/admin/v1/")
                || rooted.startsWith("/console/");
    }

    private static boolean isWellFormed(Map.Entry<String, List<String>> parameter) {
        return parameter.getKey().equals(REST)
                || parameter.getValue().stream().allMatch(Ids::isWellFormed);
    }
}
