package dev.sallyport.upstream;

import dev.sallyport.credential.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Takes one connection after the other and does to each what it was told. */
final class FakeServer implements AutoCloseable {
    /** What is done to a connection; when it returns, the connection is closed. */
    @FunctionalInterface
    interface Behaviour {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket socket;

    FakeServer(Behaviour behaviour) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    behaviour.serve(client.getInputStream(), client.getOutputStream());
                } catch (IOException _) {
                    // The client went away, or the test is over.
                }
            }
        });
    }

    UpstreamTarget target(SslMode mode, Duration timeout) {
        return new UpstreamTarget(
                "127.0.0.1",
                socket.getLocalPort(),
                "shop",
                "app",
                new Secret("s3cret"),
                Protection.of(mode),
                UpstreamTarget.PROTOCOL_3_2,
                timeout);
    }

    /** Reads a packet that begins with its length. */
    static byte[] packet(InputStream in) throws IOException {
        byte[] length = in.readNBytes(4);
        return in.readNBytes(((length[2] & 0xff) << 8 | (length[3] & 0xff)) - 4);
    }

    /** Reads until the other side closes. */
    static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
