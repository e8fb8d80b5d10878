package dev.sallyport.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.SplittableRandom;

/**
 * Stands between two programs and passes on what they say in pieces that have nothing to do with messages, by a seed; by seed 0 byte by
 * byte.
 */
final class Splitter implements AutoCloseable {
    /** So much of a direction is passed on in small pieces. */
    private static final int SMALL_UP_TO = 4_000;

    private static final int[] MOST = {1, 1, 2, 5, 17, 300};

    private final ServerSocket listener;
    private final int target;
    private final SplittableRandom random;
    private final boolean byteByByte;
    private volatile boolean splits;

    private Splitter(ServerSocket listener, int target, long seed) {
        this.listener = listener;
        this.target = target;
        this.random = new SplittableRandom(seed);
        this.byteByByte = seed == 0;
    }

    /** Begins to pass on to a port of this machine, as it comes. */
    static Splitter start(int target, long seed) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Splitter splitter = new Splitter(listener, target, seed);
        Thread.ofVirtual().start(splitter::accept);
        return splitter;
    }

    /** From now on in pieces. */
    Splitter split() {
        splits = true;
        return this;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                SplittableRandom toServer = random.split();
                SplittableRandom toClient = random.split();
                Thread.ofVirtual().start(() -> pass(client, server, toServer));
                Thread.ofVirtual().start(() -> pass(server, client, toClient));
            } catch (IOException closed) {
                // The test is over, or one of the two is: whoever waits for it sees that.
            }
        }
    }

    private void pass(Socket from, Socket to, SplittableRandom random) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            long passed = 0;
            for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
                for (int at = 0; at < size; ) {
                    int most = splits && passed < SMALL_UP_TO ? most(random) : size;
                    int piece = Math.min(random.nextInt(1, most + 1), size - at);
                    out.write(buffer, at, piece);
                    at += piece;
                    passed += piece;
                }
            }
        } catch (IOException closed) {
            // The other direction closes both, too.
        }
    }

    private int most(SplittableRandom chance) {
        return byteByByte ? 1 : MOST[chance.nextInt(MOST.length)];
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
