package dev.lanyard.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lanyard.http.RequestBodies;
import dev.lanyard.problem.FrameworkFailures;
import dev.lanyard.problem.JsonFailures;
import dev.lanyard.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.CharConversionException;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Reads a JSON body or says what is wrong with it: absent, {@code null}, too large, malformed. */
@Provider
class JsonBody implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        if (!body.getMediaType()
                .getSubtype()
                .endsWith(MediaType.APPLICATION_JSON_TYPE.getSubtype())) {
            return body.proceed();
        }
        if (bytesRead() > RequestBodies.MAX_BYTES) {
            throw FrameworkFailures.tooLarge();
        }
        Object read = read(body);
        if (read == null) {
            throw ProblemException.invalid("body", "must be a JSON object");
        }
        return read;
    }

    private static Object read(ReaderInterceptorContext body) throws IOException {
        try {
            return body.proceed();
        } catch (JsonProcessingException e) {
            throw JsonFailures.problem(e);
        } catch (CharConversionException e) {
            throw ProblemException.invalid("body", "is not well-formed UTF-8");
        } catch (WebApplicationException e) {
            throw FrameworkFailures.problem(e).orElseThrow(() -> e);
        }
    }

    private static long bytesRead() {
        return CurrentRequestManager.get()
                .serverRequest()
                .unwrap(HttpServerRequest.class)
                .bytesRead();
    }
}
