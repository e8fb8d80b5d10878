package dev.sallyport.upstream;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to reach the server. */
sealed interface Dialed {

    /** There is a channel, encrypted as the target demands; nothing was sent on it but that. */
    record Opened(Channel channel) implements Dialed {}

    /**
     * There is none.
     *
     * @param reason a sentence fragment for the client, without addresses
     * @param cause for the log
     */
    record Failed(String reason, @Nullable Throwable cause) implements Dialed {}
}
