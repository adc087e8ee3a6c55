package dev.lanyard.ingress;

import dev.lanyard.http.ResponseHeaders;
import dev.lanyard.problem.FrameworkFailures;
import dev.lanyard.problem.ProblemDocument;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.problem.ProblemHeaders;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Refuses what is not a request of HTTP/1.1 before it reaches the router, and ends its connection.
 * Quarkus offers no way to say so to the server (quarkus#55082), so the connection is told when its
 * first bytes come; that is when {@link RequestFraming} and what counts for {@link
 * PipelinedRequests} join it, too.
 */
final class InvalidRequests extends ChannelInboundHandlerAdapter {
    private static final String VERTX = "handler";

    private final PipelinedRequests pipelined;

    InvalidRequests(PipelinedRequests pipelined) {
        this.pipelined = pipelined;
    }

    @Override
    public void channelRead(ChannelHandlerContext connection, Object message) {
        if (connection.pipeline().get(VERTX) instanceof VertxHandler<?> handler
                && handler.getConnection() instanceof HttpServerConnection server) {
            server.invalidRequestHandler(InvalidRequests::refuse);
            connection.pipeline().addBefore(VERTX, null, new RequestFraming());
            connection.pipeline().addBefore(VERTX, null, pipelined.counting());
            connection.pipeline().addBefore(VERTX, null, new StreamedRequests());
        }
        connection.pipeline().remove(this);
        connection.fireChannelRead(message);
    }

    private static void refuse(HttpServerRequest request) {
        Throwable why = request.decoderResult().cause();
        int status =
                why instanceof TooLongHttpLineException
                        ? 414
                        : why instanceof TooLongHttpHeaderException ? 431 : 400;
        ProblemException problem = FrameworkFailures.byStatus(status).orElseThrow();
        HttpServerResponse response = request.response().setStatusCode(status);
        ResponseHeaders.OF_DATA.forEach(response::putHeader);
        ProblemHeaders.of(problem).forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(ProblemDocument.json(status, problem))
                .onComplete(sent -> request.connection().close());
    }
}
