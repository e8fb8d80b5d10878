package dev.sallyport.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The threads that do the gateway's I/O, and the fastest way that this machine has for it.
 *
 * @param acceptors takes connections
 * @param workers does everything else
 * @param serverChannel how to listen
 */
record Transport(EventLoopGroup acceptors, EventLoopGroup workers, Class<? extends ServerSocketChannel> serverChannel) {

    /** Starts the threads. */
    static Transport open(int workers) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new Transport(
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("accept"), handlers),
                new MultiThreadIoEventLoopGroup(workers, new DefaultThreadFactory("session"), handlers),
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
    }

    /** Stops the threads once they have done what they were given, at the latest after a time. */
    void close(Duration longest) {
        var accepting = acceptors.shutdownGracefully(0, longest.toMillis(), TimeUnit.MILLISECONDS);
        var working = workers.shutdownGracefully(0, longest.toMillis(), TimeUnit.MILLISECONDS);
        accepting.awaitUninterruptibly(longest.toMillis());
        working.awaitUninterruptibly(longest.toMillis());
    }
}
