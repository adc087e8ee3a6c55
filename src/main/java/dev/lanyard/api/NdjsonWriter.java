package dev.lanyard.api;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Writes lines as they are: the framework's own writer would make one JSON text of them. */
@Provider
@Produces(Ndjson.MEDIA_TYPE)
public class NdjsonWriter implements MessageBodyWriter<Ndjson> {

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Ndjson.class;
    }

    @Override
    public void writeTo(
            Ndjson text,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        out.write(text.lines().getBytes(StandardCharsets.UTF_8));
    }
}
