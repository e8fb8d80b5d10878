package dev.sallyport.it;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose every byte a test decides on and sees.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-message-formats.html">PostgreSQL documentation, message formats</a>
 */
final class Wire implements AutoCloseable {
    private static final int PROTOCOL_3_0 = 196_608;
    private static final int SSL_REQUEST = 80_877_103;
    private static final int CANCEL_REQUEST = 80_877_102;
    private static final int MOST_BYTES_OF_A_FRAME = 1 << 26;

    private static final int OK = 0;
    private static final int CLEARTEXT = 3;
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;

    private Socket socket;
    private DataInputStream in;
    private DataOutputStream out;
    private final List<Frame> greeting = new ArrayList<>();

    private Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Await.DEADLINE.toMillis());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** A message as it was sent, without its length. */
    static final class Frame {
        private final char type;
        private final byte[] body;

        Frame(char type, byte[] body) {
            this.type = type;
            this.body = body;
        }

        char type() {
            return type;
        }

        byte[] body() {
            return body.clone();
        }

        /** A field of an ErrorResponse or a NoticeResponse; empty if it has none of it. */
        String field(char code) {
            int at = 0;
            while (at < body.length && body[at] != 0) {
                int end = at + 1;
                while (body[end] != 0) {
                    end++;
                }
                if (body[at] == code) {
                    return new String(body, at + 1, end - at - 1, StandardCharsets.UTF_8);
                }
                at = end + 1;
            }
            return "";
        }

        /** The body as a string that ends with a NUL, such as a command tag. */
        String text() {
            return new String(body, 0, Math.max(0, body.length - 1), StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            StringBuilder readable = new StringBuilder().append(type).append(' ');
            for (byte b : body) {
                if (b >= ' ' && b < 127 && b != '\\') {
                    readable.append((char) b);
                } else {
                    readable.append("\\%02x".formatted(b));
                }
            }
            return readable.toString();
        }
    }

    /** Connects and says nothing. */
    static Wire plain(int port) throws IOException {
        return new Wire(port);
    }

    /** Connects and does the TLS handshake. */
    static Wire encrypted(int port) throws IOException {
        Wire wire = new Wire(port);
        wire.send(sslRequest());
        int answer = wire.in.read();
        if (answer != 'S') {
            throw new IOException("the answer to SSLRequest was " + answer);
        }
        wire.encrypt();
        return wire;
    }

    /** Logs in at the gateway. */
    static Wire login(int port, String token, Map<String, String> parameters) throws IOException {
        Wire wire = encrypted(port);
        wire.logIn("agent", token, parameters);
        return wire;
    }

    /** Logs in at a gateway that does not demand TLS, without it. */
    static Wire unencrypted(int port, String token, Map<String, String> parameters) throws IOException {
        Wire wire = new Wire(port);
        wire.logIn("agent", token, parameters);
        return wire;
    }

    /** Logs in at the server itself, as the role that the gateway logs in with. */
    static Wire direct(int port, Map<String, String> parameters) throws IOException {
        Wire wire = new Wire(port);
        wire.logIn(PostgresServer.USER, PostgresServer.PASSWORD, parameters);
        return wire;
    }

    private void logIn(String user, String password, Map<String, String> parameters) throws IOException {
        var all = new LinkedHashMap<>(Map.of("user", user, "database", PostgresServer.DATABASE));
        all.putAll(parameters);
        send(startup(all));
        @Nullable ScramClient scram = null;
        for (Frame frame = read(); ; frame = read()) {
            if (frame.type() != 'R') {
                greeting.add(frame);
                if (frame.type() == 'Z') {
                    return;
                }
                if (frame.type() == 'E') {
                    throw new IOException(frame.field('C') + " " + frame.field('M'));
                }
                continue;
            }
            ByteBuffer body = ByteBuffer.wrap(frame.body());
            int code = body.getInt();
            String rest = new String(frame.body(), Integer.BYTES, body.remaining(), StandardCharsets.UTF_8);
            try {
                switch (code) {
                    case OK -> {}
                    case CLEARTEXT -> send('p', string(password));
                    case SASL -> {
                        scram = ScramClient.builder()
                                .advertisedMechanisms(List.of("SCRAM-SHA-256"))
                                .username("*")
                                .password(password.toCharArray())
                                .build();
                        byte[] first = scram.clientFirstMessage().toString().getBytes(StandardCharsets.UTF_8);
                        send('p', join(string("SCRAM-SHA-256"), int4(first.length), first));
                    }
                    case SASL_CONTINUE -> {
                        exchange(scram).serverFirstMessage(rest);
                        send(
                                'p',
                                exchange(scram).clientFinalMessage().toString().getBytes(StandardCharsets.UTF_8));
                    }
                    case SASL_FINAL -> exchange(scram).serverFinalMessage(rest);
                    default -> throw new IOException("authentication request " + code);
                }
            } catch (ScramException failure) {
                throw new IOException(failure);
            }
        }
    }

    private static ScramClient exchange(@Nullable ScramClient scram) throws IOException {
        if (scram == null) {
            throw new IOException("the SASL exchange began in its middle");
        }
        return scram;
    }

    private void encrypt() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            SSLSocket encrypted =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            encrypted.startHandshake();
            socket = encrypted;
            in = new DataInputStream(encrypted.getInputStream());
            out = new DataOutputStream(encrypted.getOutputStream());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    // -- what a client sends

    static byte[] sslRequest() {
        return join(int4(8), int4(SSL_REQUEST));
    }

    static byte[] cancelRequest(int process, byte[] key) {
        return join(int4(12 + key.length), int4(CANCEL_REQUEST), int4(process), key);
    }

    static byte[] startup(Map<String, String> parameters) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(int4(PROTOCOL_3_0));
        parameters.forEach((name, value) -> {
            body.writeBytes(string(name));
            body.writeBytes(string(value));
        });
        body.write(0);
        return join(int4(body.size() + Integer.BYTES), body.toByteArray());
    }

    static byte[] message(char type, byte[]... body) {
        byte[] all = join(body);
        return join(new byte[] {(byte) type}, int4(all.length + Integer.BYTES), all);
    }

    static byte[] query(String sql) {
        return message('Q', string(sql));
    }

    static byte[] parse(String name, String sql, int... types) {
        byte[] oids = new byte[0];
        for (int type : types) {
            oids = join(oids, int4(type));
        }
        return message('P', string(name), string(sql), int2(types.length), oids);
    }

    /** Binds texts; all columns in one format. */
    static byte[] bind(String portal, String statement, boolean binary, String... values) {
        byte[] parameters = new byte[0];
        for (String value : values) {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            parameters = join(parameters, int4(text.length), text);
        }
        return message(
                'B',
                string(portal),
                string(statement),
                int2(0),
                int2(values.length),
                parameters,
                int2(1),
                int2(binary ? 1 : 0));
    }

    static byte[] describeStatement(String name) {
        return message('D', new byte[] {'S'}, string(name));
    }

    static byte[] describePortal(String name) {
        return message('D', new byte[] {'P'}, string(name));
    }

    static byte[] execute(String portal, int rows) {
        return message('E', string(portal), int4(rows));
    }

    static byte[] closeStatement(String name) {
        return message('C', new byte[] {'S'}, string(name));
    }

    static byte[] sync() {
        return message('S');
    }

    static byte[] flush() {
        return message('H');
    }

    static byte[] copyData(String data) {
        return message('d', data.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] copyDone() {
        return message('c');
    }

    static byte[] copyFail(String why) {
        return message('f', string(why));
    }

    static byte[] int2(int value) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) value).array();
    }

    static byte[] int4(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    static byte[] string(String text) {
        return join(text.getBytes(StandardCharsets.UTF_8), new byte[1]);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private void send(char type, byte[] body) throws IOException {
        send(message(type, body));
    }

    /** Sends bytes as they are. */
    void send(byte[]... bytes) throws IOException {
        out.write(join(bytes));
        out.flush();
    }

    // -- what comes back

    /** What the server said between the authentication and its first ReadyForQuery. */
    List<Frame> greeting() {
        return List.copyOf(greeting);
    }

    Frame read() throws IOException {
        char type = (char) in.readUnsignedByte();
        int length = in.readInt() - Integer.BYTES;
        if (length < 0 || length > MOST_BYTES_OF_A_FRAME) {
            throw new IOException("a message of type " + type + " with " + length + " bytes");
        }
        return new Frame(type, in.readNBytes(length));
    }

    /** A message whose body is not kept. */
    record Passed(char type, int length, String sha256) {}

    /** Reads a message of any length. */
    Passed pass() throws IOException {
        char type = (char) in.readUnsignedByte();
        int length = in.readInt();
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int left = length - Integer.BYTES; left > 0; ) {
                int size = in.read(buffer, 0, Math.min(left, buffer.length));
                if (size < 0) {
                    throw new EOFException();
                }
                sha256.update(buffer, 0, size);
                left -= size;
            }
            return new Passed(type, length, HexFormat.of().formatHex(sha256.digest()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Reads messages of any length until one of this type, which is the last. */
    List<Passed> passThrough(char type) throws IOException {
        List<Passed> messages = new ArrayList<>();
        do {
            messages.add(pass());
        } while (messages.getLast().type() != type);
        return messages;
    }

    /** Reads until a message of this type, which is the last. */
    List<Frame> readThrough(char type) throws IOException {
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(read());
        } while (frames.getLast().type() != type);
        return frames;
    }

    /** Reads until this many ReadyForQuery have come. */
    List<Frame> readCycles(int cycles) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < cycles; i++) {
            frames.addAll(readThrough('Z'));
        }
        return frames;
    }

    /** One Query and all that answers it. */
    List<Frame> ask(String sql) throws IOException {
        send(query(sql));
        return readThrough('Z');
    }

    /** Reads until the other side closes. */
    List<Frame> readToEnd() throws IOException {
        List<Frame> frames = new ArrayList<>();
        try {
            while (true) {
                frames.add(read());
            }
        } catch (EOFException | SocketException end) {
            // A reset is an end too.
            return frames;
        }
    }

    int readByte() throws IOException {
        return in.read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What is tested here is not whom the client trusts. */
    private static final class AnyCertificate implements X509TrustManager {
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
