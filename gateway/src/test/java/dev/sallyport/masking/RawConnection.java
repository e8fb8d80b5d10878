package dev.sallyport.masking;

import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Sync;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection to a server that trusts everybody, which shows the frames as they come. */
public final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final DataInputStream in;

    RawConnection(int port) throws IOException, ProtocolViolation {
        this(port, "postgres");
    }

    /** Connects as the superuser. */
    public RawConnection(int port, String database) throws IOException, ProtocolViolation {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        send(new StartupMessage(3, 0, Map.of("user", "postgres", "database", database, "client_encoding", "UTF8"))
                .encode());
        answer();
    }

    /**
     * What came of a statement.
     *
     * @param tag the command tag; empty if there was an error
     * @param texts all that errors and notices say, each field of them
     * @param error the server's message, null if there was none
     */
    public record Answer(
            RowDescription description,
            List<Frame> rows,
            String tag,
            List<String> texts,
            @Nullable String error) {}

    void query(String sql) throws IOException, ProtocolViolation {
        query(sql, Format.TEXT);
    }

    Answer query(String sql, Format results) throws IOException, ProtocolViolation {
        Answer answer = run(sql, List.of(), List.of(), Format.TEXT, results);
        if (answer.error() != null) {
            throw new AssertionError(answer.error());
        }
        return answer;
    }

    /** Runs a statement with one parameter; the server's error, or null. */
    @Nullable
    String insert(String sql, int type, Bytes value, Format format) throws IOException, ProtocolViolation {
        return run(sql, List.of(type), List.of(value), format, Format.TEXT).error();
    }

    /** Runs a statement without parameters and gives what came of it, be it an error. */
    public Answer ask(String sql, Format results) throws IOException, ProtocolViolation {
        return run(sql, List.of(), List.of(), Format.TEXT, results);
    }

    /** Runs a statement with one parameter and gives what came of it. */
    Answer ask(String sql, int type, Bytes value, Format format) throws IOException, ProtocolViolation {
        return run(sql, List.of(type), List.of(value), format, Format.TEXT);
    }

    static List<Bytes> values(Frame row) throws ProtocolViolation {
        List<Bytes> values = new ArrayList<>();
        for (Bytes value : ((DataRow) BackendMessages.decode(row)).values()) {
            values.add(value == null ? Bytes.EMPTY : value);
        }
        return values;
    }

    private Answer run(String sql, List<Integer> types, List<Bytes> values, Format parameters, Format results)
            throws IOException, ProtocolViolation {
        send(new Parse("", Bytes.ofUtf8(sql), types).encode());
        send(new Bind("", "", List.of(parameters), new ArrayList<@Nullable Bytes>(values), List.of(results)).encode());
        send(new Describe(FrontendMessage.Target.PORTAL, "").encode());
        send(new Execute("", 0).encode());
        send(new Sync().encode());
        return answer();
    }

    private Answer answer() throws IOException, ProtocolViolation {
        RowDescription description = new RowDescription(List.of());
        List<Frame> rows = new ArrayList<>();
        String tag = "";
        List<String> texts = new ArrayList<>();
        String error = null;
        while (true) {
            Frame frame = frame();
            BackendMessage message = BackendMessages.decode(frame);
            switch (message) {
                case RowDescription described -> description = described;
                case DataRow _ -> rows.add(frame);
                case CommandComplete(String completed) -> tag = completed;
                case ErrorResponse failed -> {
                    error = failed.message();
                    texts.add(failed.toString());
                }
                case NoticeResponse notice -> texts.add(notice.toString());
                case ReadyForQuery _ -> {
                    return new Answer(description, rows, tag, texts, error);
                }
                default -> {
                    // Nothing that a test asks for.
                }
            }
        }
    }

    private Frame frame() throws IOException {
        byte type = in.readByte();
        int length = in.readInt();
        byte[] bytes = ByteBuffer.allocate(1 + length).put(type).putInt(length).array();
        in.readFully(bytes, Frame.HEADER, length - Integer.BYTES);
        return Frame.of(Bytes.of(bytes));
    }

    private void send(Bytes bytes) throws IOException {
        socket.getOutputStream().write(bytes.array(), bytes.offset(), bytes.length());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
