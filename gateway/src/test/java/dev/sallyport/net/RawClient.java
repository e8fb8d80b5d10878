package dev.sallyport.net;

import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that sends what it is told to, byte by byte if need be. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private Socket socket;
    private DataInputStream in;

    RawClient(InetSocketAddress address) throws IOException {
        socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    static StartupMessage startup(int minor) {
        return new StartupMessage(3, minor, Map.of("user", "agent", "database", "shop"));
    }

    RawClient send(Bytes... parts) throws IOException {
        int length = 0;
        for (Bytes part : parts) {
            length += part.length();
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (Bytes part : parts) {
            all.put(part.toByteArray());
        }
        socket.getOutputStream().write(all.array());
        socket.getOutputStream().flush();
        return this;
    }

    /** Goes on in TLS, offering these application protocols. */
    RawClient encrypt(String... applicationProtocols) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAnyone()}, null);
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            var parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(applicationProtocols);
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            socket = tls;
            in = new DataInputStream(tls.getInputStream());
            return this;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    char readByte() throws IOException {
        return (char) in.readUnsignedByte();
    }

    /** The next message as it came. */
    Bytes readFrame() throws IOException {
        byte type = in.readByte();
        int length = in.readInt();
        ByteBuffer frame = ByteBuffer.allocate(length + 1).put(type).putInt(length);
        in.readFully(frame.array(), Frame.HEADER, length - Integer.BYTES);
        return Bytes.of(frame.array());
    }

    BackendMessage read() throws IOException {
        try {
            return BackendMessages.decode(Frame.of(readFrame()));
        } catch (ProtocolViolation violation) {
            throw new IOException(violation);
        }
    }

    List<BackendMessage> readUntilReady() throws IOException {
        List<BackendMessage> messages = new ArrayList<>();
        do {
            messages.add(read());
        } while (!(messages.getLast() instanceof ReadyForQuery));
        return messages;
    }

    /** Starts a session and gives its key. */
    BackendKeyData start(int minor) throws IOException {
        send(startup(minor).encode());
        return readUntilReady().stream()
                .filter(BackendKeyData.class::isInstance)
                .map(BackendKeyData.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Has the scripted machine say something. */
    String echo(String text) throws IOException {
        send(new Query(Bytes.ofUtf8(text)).encode());
        return readUntilReady().stream()
                .filter(CommandComplete.class::isInstance)
                .map(message -> ((CommandComplete) message).tag())
                .findFirst()
                .orElseThrow();
    }

    String readError() throws IOException {
        BackendMessage message = read();
        return message instanceof ErrorResponse error ? error.sqlState() : message.toString();
    }

    /** Whether the connection has ended, without another byte; waits for it. */
    boolean ends() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException | SocketException _) {
            return true;
        }
    }

    /** Breaks the connection off. */
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class TrustsAnyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
