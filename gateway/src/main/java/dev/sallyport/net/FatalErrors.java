package dev.sallyport.net;

import dev.sallyport.upstream.Channels;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import io.netty.channel.Channel;
import java.time.Duration;

/** Last words to a client that has no session. */
final class FatalErrors {
    /** How long a client may take to read them. */
    static final Duration READING = Duration.ofSeconds(2);

    private FatalErrors() {}

    /** Says why, and closes. */
    static void sendAndClose(Channel channel, String sqlState, String message) {
        Channels.send(channel, ErrorResponse.builder("FATAL", sqlState, message).build().encode());
        Channels.closeAfterWrites(channel, READING);
    }
}
