package dev.sallyport.upstream;

import dev.sallyport.upstream.Dialed.Failed;
import dev.sallyport.upstream.Dialed.Opened;
import dev.sallyport.upstream.LoginResult.LoggedIn;
import dev.sallyport.upstream.LoginResult.Refused;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrameDecoder;
import dev.sallyport.wire.FrameLimits;
import dev.sallyport.wire.FrontendMessage.Terminate;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the real server. For its event loop only. */
public final class Upstream {
    /** How long a server may take to read the end of what it was sent, before its connection is closed regardless. */
    static final Duration CLOSING = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Upstream.class);

    /** Where a connection stands. */
    private sealed interface State {
        record Opening(Dialer dialer) implements State {}

        record LoggingIn(Channel channel) implements State {}

        record Ready(Channel channel, BackendKeyData key, WriteBuffer out) implements State {}

        record Closed() implements State {}
    }

    private final EventLoop loop;
    private final UpstreamTarget target;
    private final UpstreamTls tls;
    private final BackendTerminator terminator;
    private final Executor blocking;
    private final StartupMessage startup;
    private final UpstreamListener listener;
    private final FrameDecoder decoder = new FrameDecoder(FrameLimits.backend());
    private final ReadyCounter readiness = new ReadyCounter();
    private State state = new State.Closed();
    private @Nullable ScheduledFuture<?> deadline;
    private boolean cancelling;

    Upstream(
            EventLoop loop,
            UpstreamTarget target,
            UpstreamTls tls,
            BackendTerminator terminator,
            Executor blocking,
            StartupMessage startup,
            UpstreamListener listener) {
        this.loop = loop;
        this.target = target;
        this.tls = tls;
        this.terminator = terminator;
        this.blocking = blocking;
        this.startup = startup;
        this.listener = listener;
    }

    void open() {
        deadline = loop.schedule(
                () -> refused(ServerErrors.unavailable(
                        "the database server did not answer in time",
                        "no ReadyForQuery within " + target.connectTimeout())),
                target.connectTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
        Dialer dialer = new Dialer(loop, target, tls, this::dialed);
        state = new State.Opening(dialer);
        dialer.resolveAndDial(blocking);
    }

    /** Puts bytes of frames behind those that were sent before; {@link #flush} sends them on their way. */
    public void send(Bytes bytes) {
        if (state instanceof State.Ready ready) {
            readiness.sent(bytes);
            ready.out().add(bytes);
        }
    }

    /** Sends what {@link #send} collected. */
    public void flush() {
        if (state instanceof State.Ready ready) {
            ready.out().flush();
        }
    }

    /** Whether the server takes what it is sent fast enough. */
    public boolean isWritable() {
        return !(state instanceof State.Ready ready) || ready.channel().isWritable();
    }

    /** Starts or stops reading from the server. */
    public void setReading(boolean on) {
        if (state instanceof State.Ready ready) {
            ready.channel().config().setAutoRead(on);
        }
    }

    /**
     * Takes the next of what the server sent.
     *
     * @param passes as {@link FrameDecoder#next} asks it
     * @return null if nothing whole is there, or the connection is closed
     * @throws ProtocolViolation if the server broke the protocol's framing; the connection is of no use then
     */
    public @Nullable Input next(IntPredicate passes) throws ProtocolViolation {
        if (!(state instanceof State.Ready)) {
            return null;
        }
        Input input = decoder.next(passes);
        if (input instanceof Frame frame && frame.type() == BackendType.READY_FOR_QUERY) {
            readiness.ready();
        }
        return input;
    }

    /** Sends a CancelRequest for what the server is doing, on a connection of its own. At most one is under way at a time. */
    public void cancel() {
        if (!(state instanceof State.Ready ready) || cancelling) {
            return;
        }
        cancelling = true;
        new Cancellation(loop, target, tls, () -> cancelling = false)
                .send(ready.channel().remoteAddress(), ready.key());
    }

    /** Closes the connection, and ends what the server is doing for it. The listener hears nothing more. */
    public void close() {
        switch (state) {
            case State.Opening opening -> opening.dialer().abandon();
            case State.LoggingIn loggingIn -> Channels.close(loggingIn.channel());
            case State.Ready ready -> {
                if (readiness.busy()) {
                    cancel();
                    terminate(ready.key());
                }
                say(ready, new Terminate().encode());
            }
            case State.Closed _ -> {}
        }
        closed();
    }

    private void closed() {
        state = new State.Closed();
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void say(State.Ready ready, Bytes goodbye) {
        if (readiness.isBetweenMessages()) {
            ready.out().add(goodbye);
        }
        ready.out().flush();
        Channels.closeAfterWrites(ready.channel(), CLOSING);
    }

    private void terminate(BackendKeyData key) {
        blocking.execute(() -> {
            try {
                terminator.terminate(key.processId(), target.user());
            } catch (Exception failure) {
                log.atWarn()
                        .addKeyValue("database", target.database())
                        .addKeyValue("backend", key.processId())
                        .addKeyValue("failure", failure.getClass().getName())
                        .log("a backend could not be terminated");
            }
        });
    }

    private void dialed(Dialed dialed) {
        if (!(state instanceof State.Opening)) {
            if (dialed instanceof Opened opened) {
                Channels.close(opened.channel());
            }
            return;
        }
        switch (dialed) {
            case Failed failed -> refused(ServerErrors.unavailable(failed.reason(), String.valueOf(failed.cause())));
            case Opened opened -> {
                Channel channel = opened.channel();
                state = new State.LoggingIn(channel);
                PasswordExchange exchange = PasswordExchange.over(channel, target);
                channel.pipeline().addLast("login", new Login(startup, exchange, decoder, blocking, this::answered));
            }
        }
    }

    private void answered(LoginResult result) {
        if (!(state instanceof State.LoggingIn loggingIn)) {
            return;
        }
        switch (result) {
            case Refused refused -> refused(refused);
            case LoggedIn loggedIn -> {
                Channel channel = loggingIn.channel();
                closed();
                state = new State.Ready(channel, loggedIn.key(), new WriteBuffer(channel));
                channel.pipeline().replace("login", "frames", new Frames());
                listener.ready(loggedIn.parameters(), loggedIn.key().processId());
                if (state instanceof State.Ready) {
                    // The server may have said more in the same breath.
                    listener.readable();
                    listener.readComplete();
                }
            }
        }
    }

    private void refused(Refused refused) {
        if (state instanceof State.Closed || state instanceof State.Ready) {
            return;
        }
        log.atWarn()
                .addKeyValue("database", target.database())
                .addKeyValue("sqlState", refused.sqlState())
                .addKeyValue("detail", refused.detail())
                .log("no connection to the database server");
        close();
        listener.unavailable(refused.sqlState(), refused.reason());
    }

    /** Feeds the decoder once the server is ready. */
    private final class Frames extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Bytes bytes = Channels.take(message);
            if (state instanceof State.Ready) {
                decoder.feed(bytes);
                listener.readable();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (state instanceof State.Ready) {
                listener.readComplete();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (state instanceof State.Ready) {
                listener.writabilityChanged();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            gone("the database server closed the connection");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            log.atInfo()
                    .addKeyValue("database", target.database())
                    .addKeyValue("failure", cause.getClass().getName())
                    .log("the connection to the database server broke");
            gone("the connection to the database server broke");
            Channels.close(context);
        }

        private void gone(String why) {
            if (state instanceof State.Ready ready) {
                ready.out().release();
                closed();
                listener.gone(why);
            }
        }
    }
}
