package dev.sallyport.upstream;

import dev.sallyport.credential.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
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

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServerSocket socket;
    private final Thread thread;

    FakeServer(Behaviour behaviour) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread = Thread.startVirtualThread(() -> {
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
        return target(socket.getLocalPort(), mode, timeout);
    }

    /** What is at this port, if anything is. */
    static UpstreamTarget target(int port, SslMode mode, Duration timeout) {
        return new UpstreamTarget(
                "127.0.0.1",
                port,
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

    /** Waits for the thread, which is who closes the descriptor that listens; until then the kernel takes connections. */
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            if (!thread.join(PATIENCE)) {
                throw new AssertionError("the server still has a connection " + PATIENCE + " after its end");
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(interruption.getMessage());
        }
    }
}
