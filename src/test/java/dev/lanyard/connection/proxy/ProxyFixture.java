package dev.lanyard.connection.proxy;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.TestProviders;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection to {@link ProviderApi}, and requests for its proxy. */
final class ProxyFixture implements AutoCloseable {
    final Connected connection = Connected.at(TestProviders.PROXIED);
    final ProviderApi api = new ProviderApi();
    final String key = connection.journey().tenant().key("tokens");

    /** The proxy's path, without a slash at its end. */
    String path() {
        return "/v1/connections/" + connection.id() + "/proxy";
    }

    /** A request that says no more than it has to; addresses are not encoded again. */
    RequestSpecification request() {
        return Fixtures.bearer(key).contentType(ContentType.BINARY).urlEncodingEnabled(false);
    }

    /** The head of a request by hand, as far as its last field. */
    String head(String method, String below) {
        return method
                + " "
                + path()
                + below
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + key
                + "\r\n";
    }

    /** Sends a request whose address no client touches; all of its response. */
    String send(String below) {
        try (Socket socket = connect()) {
            write(socket, head("GET", below) + "Connection: close\r\n\r\n");
            return readTo(socket, "never");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Socket connect() throws IOException {
        URI lanyard = URI.create(Journey.publicUrl());
        Socket socket = new Socket(lanyard.getHost(), lanyard.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** What comes, as far as it ends in that, or the connection ends. */
    static String readTo(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        int next = in.read();
        while (next >= 0) {
            read.append((char) next);
            if (read.toString().endsWith(end)) {
                return read.toString();
            }
            next = in.read();
        }
        return read.toString();
    }

    /** Echoes a request's body as it comes. */
    static void echo(HttpServerRequest request) {
        request.response().setChunked(true);
        request.handler(part -> request.response().write(part));
        request.endHandler(end -> request.response().end());
    }

    @Override
    public void close() {
        api.close();
    }
}
