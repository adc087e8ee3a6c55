package dev.lanyard.rig;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A collector of traces: it takes OTLP over HTTP, and keeps the spans. */
public final class Traces implements AutoCloseable {
    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final StringBuffer received = new StringBuffer();

    /**
     * A span, as far as tests ask.
     *
     * @param kind 2 server, 3 client
     */
    public record Span(String traceId, String name, long kind, Map<String, String> attributes) {}

    public Traces() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/v1/traces",
                exchange -> {
                    byte[] request = exchange.getRequestBody().readAllBytes();
                    received.append(new String(request, StandardCharsets.UTF_8)).append('\n');
                    spans.addAll(read(request));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
    }

    public String endpoint() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public List<Span> spans() {
        return spans;
    }

    /** All that came, as text: names, attributes and events as they are, between other bytes. */
    public String received() {
        return received.toString();
    }

    /** ExportTraceServiceRequest: resource spans (1), their scope spans (2), their spans (2). */
    private static List<Span> read(byte[] request) {
        return parts(ByteString.copyFrom(request), 1)
                .flatMap(resource -> parts(resource, 2))
                .flatMap(scope -> parts(scope, 2))
                .map(Traces::span)
                .toList();
    }

    private static Span span(ByteString bytes) {
        UnknownFieldSet span = fields(bytes);
        return new Span(
                HexFormat.of()
                        .formatHex(span.getField(1).getLengthDelimitedList().get(0).toByteArray()),
                text(span, 5),
                span.getField(6).getVarintList().get(0),
                parts(bytes, 9)
                        .map(Traces::fields)
                        .collect(
                                Collectors.toMap(
                                        attribute -> text(attribute, 1),
                                        attribute ->
                                                parts(attribute, 2)
                                                        .map(value -> text(fields(value), 1))
                                                        .collect(Collectors.joining()),
                                        (first, second) -> second)));
    }

    private static Stream<ByteString> parts(ByteString message, int field) {
        return parts(fields(message), field);
    }

    private static Stream<ByteString> parts(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream();
    }

    private static String text(UnknownFieldSet message, int field) {
        return parts(message, field).map(ByteString::toStringUtf8).collect(Collectors.joining());
    }

    private static UnknownFieldSet fields(ByteString message) {
        try {
            return UnknownFieldSet.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
