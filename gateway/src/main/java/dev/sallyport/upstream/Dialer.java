package dev.sallyport.upstream;

import dev.sallyport.upstream.Dialed.Failed;
import dev.sallyport.upstream.Dialed.Opened;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach the server: resolve its name, try its addresses in turn, encrypt. Ends with exactly one answer, in time.
 * For one event loop only.
 */
final class Dialer {
    /** How many of a name's addresses are tried. */
    static final int MOST_ADDRESSES = 8;

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final EventLoop loop;
    private final UpstreamTarget target;
    private final UpstreamTls tls;
    private final Consumer<Dialed> done;
    private final ScheduledFuture<?> deadline;
    private @Nullable Channel channel;
    private boolean answered;

    Dialer(EventLoop loop, UpstreamTarget target, UpstreamTls tls, Consumer<Dialed> done) {
        this.loop = loop;
        this.target = target;
        this.tls = tls;
        this.done = done;
        this.deadline = loop.schedule(
                () -> answer(new Failed("the database server did not answer in time", null)),
                target.connectTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Resolves the target's host away from the event loop, because that may take long, and dials. */
    void resolveAndDial(Executor blocking) {
        blocking.execute(() -> {
            try {
                List<? extends SocketAddress> addresses = Arrays.stream(InetAddress.getAllByName(target.host()))
                        .limit(MOST_ADDRESSES)
                        .map(address -> new InetSocketAddress(address, target.port()))
                        .toList();
                loop.execute(() -> dial(addresses, null));
            } catch (UnknownHostException | RuntimeException unknown) {
                loop.execute(() -> answer(new Failed("the database server's host is not known", unknown)));
            }
        });
    }

    /** Dials the first of these addresses, and the next if it can't be reached. */
    void dial(List<? extends SocketAddress> addresses, @Nullable Throwable before) {
        if (answered) {
            return;
        }
        if (addresses.isEmpty()) {
            answer(new Failed("the database server can't be reached", before));
            return;
        }
        ChannelFuture connecting = bootstrap().connect(addresses.getFirst());
        channel = connecting.channel();
        connecting.addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess()) {
                dial(addresses.subList(1, addresses.size()), connected.cause());
            } else if (target.protection().sslMode() == SslMode.DISABLE) {
                answer(new Opened(connected.channel()));
            }
        });
    }

    /** Gives up without an answer. */
    void abandon() {
        if (!answered) {
            answered = true;
            deadline.cancel(false);
            hangUp();
        }
    }

    private Bootstrap bootstrap() {
        boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        return new Bootstrap()
                .group(loop)
                .channelFactory(epoll ? EpollSocketChannel::new : NioSocketChannel::new)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        target.connectTimeout().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        if (target.protection().sslMode() != SslMode.DISABLE) {
                            opened.pipeline()
                                    .addLast(new TlsNegotiation(
                                            tls, target.protection().sslMode() == SslMode.PREFER, Dialer.this::answer));
                        }
                    }
                });
    }

    private void answer(Dialed dialed) {
        if (answered) {
            return;
        }
        answered = true;
        deadline.cancel(false);
        if (dialed instanceof Failed) {
            hangUp();
        }
        done.accept(dialed);
    }

    private void hangUp() {
        if (channel != null) {
            Channels.close(channel);
        }
    }
}
