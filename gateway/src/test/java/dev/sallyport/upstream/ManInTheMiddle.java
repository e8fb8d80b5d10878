package dev.sallyport.upstream;

import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.AuthenticationSASL;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.StartupPacket.SSLRequest;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Sits between the gateway and a server as somebody would who can redirect connections: each side has TLS, but with him. Without TLS
 * he only listens.
 */
final class ManInTheMiddle implements AutoCloseable {
    private final ServerSocket socket;
    private final int server;
    private final SSLContext toServer;
    private final SSLContext toClient;
    private final boolean encrypted;
    private final boolean hidesBinding;
    private final Queue<Frame> overheard = new ConcurrentLinkedQueue<>();

    /**
     * Begins.
     *
     * @param encrypted whether there is TLS on both sides, or on none
     * @param hidesBinding whether he takes the offer of channel binding out of what the server says
     */
    ManInTheMiddle(int server, boolean encrypted, boolean hidesBinding) throws Exception {
        this.server = server;
        this.encrypted = encrypted;
        this.hidesBinding = hidesBinding;
        X509Bundle own = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        toClient = ((JdkSslContext) SslContextBuilder.forServer(own.toKeyManagerFactory())
                        .sslProvider(io.netty.handler.ssl.SslProvider.JDK)
                        .build())
                .context();
        toServer = ((JdkSslContext) SslContextBuilder.forClient()
                        .sslProvider(io.netty.handler.ssl.SslProvider.JDK)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build())
                .context();
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    Thread.startVirtualThread(() -> serve(client));
                } catch (IOException _) {
                    // The test is over.
                }
            }
        });
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The first frame of this type that the server sent. */
    BackendMessage overheard(byte type) throws ProtocolViolation {
        return BackendMessages.decode(overheard.stream()
                .filter(frame -> frame.type() == type)
                .findFirst()
                .orElseThrow());
    }

    private void serve(Socket accepted) {
        try (Socket plainClient = accepted;
                Socket plainServer = new Socket(InetAddress.getLoopbackAddress(), server)) {
            Socket client = plainClient;
            Socket behind = plainServer;
            if (encrypted) {
                byte[] request = new SSLRequest().encode().toByteArray();
                client.getInputStream().readNBytes(request.length);
                client.getOutputStream().write('S');
                behind.getOutputStream().write(request);
                behind.getInputStream().read();
                client = layered(toClient, client, false);
                behind = layered(toServer, behind, true);
            }
            Socket from = client;
            Socket to = behind;
            Thread.startVirtualThread(() -> {
                try {
                    from.getInputStream().transferTo(to.getOutputStream());
                    to.shutdownOutput();
                } catch (IOException _) {
                    // One of them has gone.
                }
            });
            relay(behind.getInputStream(), client.getOutputStream());
        } catch (IOException | ProtocolViolation _) {
            // One of them has gone.
        }
    }

    private static SSLSocket layered(SSLContext context, Socket plain, boolean asClient) throws IOException {
        SSLSocket layered =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        layered.setUseClientMode(asClient);
        layered.startHandshake();
        return layered;
    }

    private void relay(InputStream server, OutputStream client) throws IOException, ProtocolViolation {
        DataInputStream in = new DataInputStream(server);
        for (int type = in.read(); type >= 0; type = in.read()) {
            int length = in.readInt();
            ByteBuffer bytes = ByteBuffer.allocate(length + 1).put((byte) type).putInt(length);
            in.readFully(bytes.array(), Frame.HEADER, length - Integer.BYTES);
            Frame frame = Frame.of(Bytes.of(bytes.array()));
            overheard.add(frame);
            client.write(changed(frame).toByteArray());
            client.flush();
        }
    }

    private Bytes changed(Frame frame) throws ProtocolViolation {
        if (hidesBinding
                && frame.type() == BackendType.AUTHENTICATION
                && BackendMessages.decode(frame) instanceof AuthenticationSASL(List<String> mechanisms)) {
            return new AuthenticationSASL(mechanisms.stream()
                            .filter(mechanism -> !mechanism.endsWith("-PLUS"))
                            .toList())
                    .encode();
        }
        return frame.bytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
