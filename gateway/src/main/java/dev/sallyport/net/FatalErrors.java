package dev.sallyport.net;

import dev.sallyport.upstream.Channels;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;

/** Last words to a client that has no session. */
final class FatalErrors {
    /** How long a client may take to read them. */
    static final Duration READING = Duration.ofSeconds(2);

    private FatalErrors() {}

    /**
     * Says why and that it was all, and closes when the client has, or its time is over. A connection that is closed while its client
     * still sends is reset, and what was said is lost; so somebody must go on taking the channel's input, and drop it.
     */
    static void sendAndHearOut(Channel channel, String sqlState, String message) {
        Channels.send(
                channel,
                ErrorResponse.builder("FATAL", sqlState, message).build().encode());
        hearOut(channel);
    }

    /** Says that what was written was all, and closes when the client has, or its time is over; see {@link #sendAndHearOut}. */
    static void hearOut(Channel channel) {
        Channels.closeWithin(channel, READING);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        Future<?> said = tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        var _ = said.addListener(_ -> {
            if (channel instanceof DuplexChannel duplex) {
                var _ = duplex.shutdownOutput();
            }
        });
    }
}
