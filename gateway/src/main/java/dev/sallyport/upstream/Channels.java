package dev.sallyport.upstream;

import dev.sallyport.wire.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What is done with channels in many places. Failed writes need no look at: they close the channel, and that is looked at.
 */
public final class Channels {
    private Channels() {}

    /** Copies what a channel read and lets its counted buffer go at once, so that none can leak behind this. */
    public static Bytes take(Object message) {
        ByteBuf buffer = (ByteBuf) message;
        try {
            byte[] array = new byte[buffer.readableBytes()];
            buffer.readBytes(array);
            return Bytes.of(array);
        } finally {
            buffer.release();
        }
    }

    /** Writes and flushes. */
    public static void send(ChannelOutboundInvoker channel, Bytes bytes) {
        var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length()));
    }

    /** Closes at once. */
    public static void close(ChannelOutboundInvoker channel) {
        var _ = channel.close();
    }

    /** Closes once everything written has gone out, or the time is over. */
    public static void closeAfterWrites(Channel channel, Duration longest) {
        closeWithin(channel, longest);
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes when the time is over, if it is still open then. */
    public static void closeWithin(Channel channel, Duration longest) {
        ScheduledFuture<?> forced =
                channel.eventLoop().schedule(() -> close(channel), longest.toNanos(), TimeUnit.NANOSECONDS);
        var _ = channel.closeFuture().addListener(_ -> forced.cancel(false));
    }
}
