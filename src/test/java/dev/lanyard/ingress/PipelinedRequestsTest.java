package dev.lanyard.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What one connection may make us keep. */
class PipelinedRequestsTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final PipelinedRequests pipelined = new PipelinedRequests();
    private final Server server = new Server();
    private final EmbeddedChannel connection =
            new EmbeddedChannel(pipelined, new HttpServerCodec(), pipelined.counting(), server);

    /** Answers when told to. */
    private static final class Server extends ChannelInboundHandlerAdapter {
        private int requests;
        private boolean atOnce;
        private boolean flushesOnlyAfterReads;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                requests++;
                if (flushesOnlyAfterReads) {
                    context.write(response(HttpResponseStatus.OK));
                } else if (atOnce) {
                    context.writeAndFlush(response(HttpResponseStatus.OK));
                }
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (flushesOnlyAfterReads) {
                context.flush();
            }
        }
    }

    private static DefaultFullHttpResponse response(HttpResponseStatus status) {
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers().set("Content-Length", 0);
        return response;
    }

    private void send(int requests) {
        byte[] bytes = REQUEST.repeat(requests).getBytes(StandardCharsets.US_ASCII);
        connection.writeInbound(Unpooled.wrappedBuffer(bytes));
    }

    private void answerOne() {
        connection.writeOutbound(response(HttpResponseStatus.OK));
        connection.runPendingTasks();
        for (Object sent = connection.readOutbound();
                sent != null;
                sent = connection.readOutbound()) {
            ReferenceCountUtil.release(sent);
        }
    }

    @Test
    void readsNoMoreOfAClientWithManyUnansweredRequests() {
        send(2_000);

        assertThat(server.requests).isBetween(32, 32 + 4_096 / REQUEST.length());
        assertThat(connection.config().isAutoRead()).isFalse();
    }

    @Test
    void answersEveryRequestOfAClientThatReads() {
        send(2_000);
        for (int i = 0; i < 2_000; i++) {
            answerOne();
        }

        assertThat(server.requests).isEqualTo(2_000);
        assertThat(connection.config().isAutoRead()).isTrue();
    }

    @Test
    void answersAtOnceWithoutEverStopping() {
        server.atOnce = true;

        send(2_000);
        connection.runPendingTasks();

        assertThat(server.requests).isEqualTo(2_000);
        assertThat(connection.config().isAutoRead()).isTrue();
    }

    /** As Vert.x does. */
    @Test
    void aServerThatSendsWhenAReadIsCompleteSendsEveryResponse() {
        send(40);
        server.flushesOnlyAfterReads = true;
        send(2_000);
        while (server.requests == 40) {
            answerOne();
        }

        assertThat(server.requests).isEqualTo(2_040);
        assertThat(connection.unsafe().outboundBuffer().isEmpty()).isTrue();
    }

    @Test
    void readsNoMoreWhileResponsesAreNotRead() {
        connection.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

        send(10);

        assertThat(server.requests).isZero();
        assertThat(connection.config().isAutoRead()).isFalse();

        connection.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        connection.runPendingTasks();

        assertThat(server.requests).isEqualTo(10);
        assertThat(connection.config().isAutoRead()).isTrue();
    }

    @Test
    void anInterimResponseEndsNoRequest() {
        for (int i = 0; i < 40; i++) {
            send(1);
            connection.writeOutbound(response(HttpResponseStatus.CONTINUE));
        }

        assertThat(server.requests).isEqualTo(32);
    }

    @Test
    void keepsNothingOfAConnectionThatEnds() {
        byte[] bytes = REQUEST.repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        ByteBuf sent = Unpooled.wrappedBuffer(bytes);
        connection.writeInbound(sent);

        connection.close();
        connection.runPendingTasks();

        assertThat(sent.refCnt()).isZero();
    }
}
