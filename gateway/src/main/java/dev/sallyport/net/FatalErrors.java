package dev.sallyport.net;

import dev.sallyport.upstream.Channels;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;

/** Last words to a client that has no session. */
final class FatalErrors {
    /** How long a client may take to read them. */
    static final Duration READING = Duration.ofSeconds(2);

    private FatalErrors() {}

    /** Says why, and closes. */
    static void sendAndClose(Channel channel, String sqlState, String message) {
        Channels.send(
                channel,
                ErrorResponse.builder("FATAL", sqlState, message).build().encode());
        Channels.closeAfterWrites(channel, READING);
    }

    /**
     * Says why, and closes when the client has, or its time is over. A connection that is closed while its client still sends is reset,
     * and what was said is lost. Only for channels without TLS, whose input somebody takes.
     */
    static void sendAndHearOut(Channel channel, String sqlState, String message) {
        Channels.send(
                channel,
                ErrorResponse.builder("FATAL", sqlState, message).build().encode());
        Channels.closeWithin(channel, READING);
        if (channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        }
    }
}
