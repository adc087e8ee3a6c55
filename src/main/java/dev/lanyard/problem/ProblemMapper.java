package dev.lanyard.problem;

import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.lanyard.http.RequestBodies;
import dev.lanyard.http.ResponseHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/** The one place where a failed request gets its response: a document, or a page for browsers. */
class ProblemMapper {
    private final ProblemPage page;

    ProblemMapper(ProblemPage page) {
        this.page = page;
    }

    /** The named types are those for which the framework brings mappers of its own. */
    @ServerExceptionMapper({
        Throwable.class,
        WebApplicationException.class,
        MismatchedInputException.class,
        InvalidDefinitionException.class
    })
    public Response respond(Throwable failure) {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        ProblemException problem = Problems.problem(failure, place(request));
        Set<String> allowed = Set.of();
        if (isAboutTheAddress(failure)) {
            allowed = AllowedMethods.of(request);
            problem = allowed.isEmpty() ? ProblemException.notFound() : otherMethod();
        }
        Response response = response(problem, request);
        if (!allowed.isEmpty()) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", allowed));
        }
        return response;
    }

    private Response response(ProblemException problem, ResteasyReactiveRequestContext request) {
        boolean forPeople =
                ResponseFormat.isBrowser(
                        request.getPathWithoutPrefix(),
                        request.serverRequest().getRequestHeader(HttpHeaders.ACCEPT));
        HttpServerRequest http = request.serverRequest().unwrap(HttpServerRequest.class);
        ResponseHeaders.forbidStoring(http.response());
        Response response =
                forPeople ? page.response(problem, http) : ProblemDocument.response(problem);
        if (problem.code() == ProblemCode.PAYLOAD_TOO_LARGE) {
            RequestBodies.closeAfterwards(http);
        }
        return response;
    }

    /** The router's own 404 and 405; one with a cause is about a parameter. */
    private static boolean isAboutTheAddress(Throwable failure) {
        return failure.getCause() == null
                && (failure instanceof NotFoundException || failure instanceof NotAllowedException);
    }

    private static ProblemException otherMethod() {
        return FrameworkFailures.byStatus(405).orElseThrow();
    }

    private static String place(ResteasyReactiveRequestContext request) {
        return request.getTarget() == null
                ? request.getMethod()
                : request.getTarget().getResourceClass().getSimpleName()
                        + "."
                        + request.getTarget().getJavaMethodName();
    }
}
