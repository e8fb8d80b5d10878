package dev.sallyport.upstream;

import dev.sallyport.upstream.Dialed.Failed;
import dev.sallyport.upstream.Dialed.Opened;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One CancelRequest, on a short connection that is as protected as the one it is about.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS">Canceling requests in
 *     progress</a>
 */
final class Cancellation {
    /** How long the server may take to close the connection after it got the request. */
    static final Duration ANSWER = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Cancellation.class);

    private final EventLoop loop;
    private final UpstreamTarget target;
    private final UpstreamTls tls;
    private final Runnable done;

    Cancellation(EventLoop loop, UpstreamTarget target, UpstreamTls tls, Runnable done) {
        this.loop = loop;
        this.target = target;
        this.tls = tls;
        this.done = done;
    }

    /** Sends it to the very address where the backend runs: behind one name there may be several servers. */
    void send(SocketAddress server, BackendKeyData key) {
        Bytes request = new CancelRequest(key.processId(), key.key()).encode();
        new Dialer(loop, target, tls, dialed -> {
                    switch (dialed) {
                        case Opened opened -> send(opened.channel(), request);
                        case Failed failed -> {
                            log.atWarn()
                                    .addKeyValue("database", target.database())
                                    .addKeyValue("reason", failed.reason())
                                    .log("a CancelRequest could not be sent");
                            done.run();
                        }
                    }
                })
                .dial(List.of(server), null);
    }

    private void send(Channel channel, Bytes request) {
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                // There is no answer but the end of the connection.
                Bytes _ = Channels.take(message);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                Channels.close(context);
            }
        });
        Channels.closeWithin(channel, ANSWER);
        channel.closeFuture().addListener(_ -> done.run());
        Channels.send(channel, request);
    }
}
