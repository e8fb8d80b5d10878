package dev.sallyport.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** A port of the loopback address that is held, so that nobody else takes it, but not listened to: connections to it are refused. */
public final class UnheardPort implements AutoCloseable {
    private final SocketChannel channel;

    private UnheardPort(SocketChannel channel) {
        this.channel = channel;
    }

    /** Any that is free. */
    public static UnheardPort hold() throws IOException {
        return new UnheardPort(SocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)));
    }

    public int port() {
        return channel.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
