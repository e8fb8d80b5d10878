package dev.sallyport.net;

import dev.sallyport.upstream.Channels;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.SqlState;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outer door: takes clients' connections and gives each a session. Thread-safe. */
public final class PostgresListener {
    /** How many connections the operating system may hold that were not taken yet. */
    static final int BACKLOG = 1024;
    /** How many connections beyond the limit may be told so at once; more are closed without a word. */
    static final int TURNED_AWAY = 100;
    /** How long closed connections and stopped threads are waited for beyond the grace that was given. */
    static final Duration FORCED = Duration.ofSeconds(5);

    private static final String STARTUP = "startup";
    private static final String STOPPING = "the gateway is stopping";
    private static final Logger log = LoggerFactory.getLogger(PostgresListener.class);

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final ListenerSettings settings;
    private final SessionServices services;
    private final CancelKeys cancelKeys;
    private final Sessions sessions;
    private final Transport transport;
    private final Map<EventExecutor, LoopJournal> journals = new HashMap<>();
    private final Channel server;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean stopping;

    /**
     * Listens and serves.
     *
     * @throws IOException if the address can't be listened on
     */
    public PostgresListener(
            ListenerSettings settings, SessionServices services, CancelKeys cancelKeys, Sessions sessions)
            throws IOException {
        this.settings = settings;
        this.services = services;
        this.cancelKeys = cancelKeys;
        this.sessions = sessions;
        this.transport = Transport.open(loops(Runtime.getRuntime().availableProcessors()));
        for (EventExecutor loop : transport.workers()) {
            journals.put(loop, new LoopJournal(services.journal(), (EventLoop) loop));
        }
        ChannelFuture bound = bootstrap().bind(settings.address()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            transport.close(FORCED);
            throw new IOException("can't listen on " + settings.address(), bound.cause());
        }
        this.server = bound.channel();
    }

    /**
     * Half of the processors: parsing, checking tokens and recording need some too, and a loop with more sessions does more in one turn,
     * so that fewer turns, wake-ups and writes to the journal serve them all.
     */
    static int loops(int processors) {
        return Math.max(1, processors / 2);
    }

    private LoopJournal journalOf(Channel channel) {
        LoopJournal journal = journals.get(channel.eventLoop());
        if (journal == null) {
            throw new IllegalStateException("a channel of another group's event loop");
        }
        return journal;
    }

    /** Where it listens, with the port that was found if any would do. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** How many connections are open, those during start-up too. */
    public int connections() {
        return connections.get();
    }

    /**
     * Takes no more connections, ends all sessions and returns when they have ended and their last accounts were given to the
     * journal.
     *
     * @param grace how long they may take before their connections are cut
     */
    public void close(Duration grace) {
        stopping = true;
        server.close().awaitUninterruptibly();
        var _ = clients.close(channel -> channel.pipeline().get(STARTUP) != null);
        sessions.endAll(STOPPING);
        CountDownLatch closed = new CountDownLatch(1);
        clients.newCloseFuture().addListener(_ -> closed.countDown());
        try {
            if (!closed.await(grace.toNanos(), TimeUnit.NANOSECONDS)) {
                log.atWarn().addKeyValue("connections", clients.size()).log("connections are cut");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        clients.close().awaitUninterruptibly(FORCED.toMillis());
        if (!sessions.awaitNone(FORCED)) {
            log.atError().log("sessions' last accounts are not in the journal yet");
        }
        transport.close(FORCED);
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(transport.acceptors(), transport.workers())
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel client) {
                        accepted(client);
                    }
                });
    }

    private void accepted(Channel client) {
        clients.add(client);
        client.closeFuture().addListener(_ -> connections.decrementAndGet());
        int open = connections.incrementAndGet();
        if (open > settings.connections() + TURNED_AWAY) {
            Channels.close(client);
        } else if (open > settings.connections()) {
            client.pipeline().addLast(new Discarding());
            FatalErrors.sendAndHearOut(client, SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
        } else {
            client.pipeline().addLast(STARTUP, new StartupHandler(settings, new Next()));
            if (stopping) {
                // Whoever stops looked for those that start up, and this one was none yet.
                Channels.close(client);
            }
        }
    }

    /** What comes after start-up. */
    private final class Next implements StartupHandler.Next {
        @Override
        public void session(Channel channel, StartupMessage startup, Bytes rest) {
            SessionDriver driver = new SessionDriver(
                    channel, startup.protocolMinor(), services, journalOf(channel), cancelKeys, sessions);
            driver.start(startup, rest);
            if (stopping) {
                driver.end(SqlState.ADMIN_SHUTDOWN, STOPPING);
            }
        }

        @Override
        public void cancel(CancelRequest request, @Nullable InetAddress from) {
            cancelKeys.use(request, from);
        }
    }

    /** For a connection that is already being closed. */
    private static final class Discarding extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Bytes _ = Channels.take(message);
        }
    }
}
