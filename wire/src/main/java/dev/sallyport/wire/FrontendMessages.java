package dev.sallyport.wire;

import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Close;
import dev.sallyport.wire.FrontendMessage.CopyData;
import dev.sallyport.wire.FrontendMessage.CopyDone;
import dev.sallyport.wire.FrontendMessage.CopyFail;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Flush;
import dev.sallyport.wire.FrontendMessage.FunctionCall;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.PasswordMessage;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessage.SASLInitialResponse;
import dev.sallyport.wire.FrontendMessage.SASLResponse;
import dev.sallyport.wire.FrontendMessage.Sync;
import dev.sallyport.wire.FrontendMessage.Target;
import dev.sallyport.wire.FrontendMessage.Terminate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what clients send. Values are slices of the frame, not copies. */
public final class FrontendMessages {
    private FrontendMessages() {}

    /**
     * The message in a frame. A frame of type {@link FrontendType#PASSWORD} is read as a {@link PasswordMessage}; when
     * a SASL exchange is going on, use the other two methods for it.
     *
     * @throws ProtocolViolation if the type is unknown or the body is not exactly what the type demands
     */
    public static FrontendMessage decode(Frame frame) throws ProtocolViolation {
        return decode(frame, ClientEncoding.UTF8);
    }

    /**
     * The same of a client of another encoding.
     *
     * @param encoding of the names of prepared statements and portals. If it is read as UTF-8 they must be valid; otherwise U+FFFD is for
     *     what stands for no character
     */
    public static FrontendMessage decode(Frame frame, ClientEncoding encoding) throws ProtocolViolation {
        BodyReader reader = new BodyReader(Names.ofType(frame.type()), frame.body());
        FrontendMessage message = switch (frame.type()) {
            case FrontendType.QUERY -> new Query(reader.terminated());
            case FrontendType.PARSE -> new Parse(reader.string(encoding), reader.terminated(), reader.int32s());
            case FrontendType.BIND -> bind(reader, encoding);
            case FrontendType.DESCRIBE -> new Describe(target(reader), reader.string(encoding));
            case FrontendType.EXECUTE -> new Execute(reader.string(encoding), reader.int32());
            case FrontendType.CLOSE -> new Close(target(reader), reader.string(encoding));
            case FrontendType.FLUSH -> new Flush();
            case FrontendType.SYNC -> new Sync();
            case FrontendType.FUNCTION_CALL -> new FunctionCall(reader.rest());
            case FrontendType.COPY_DATA -> new CopyData(reader.rest());
            case FrontendType.COPY_DONE -> new CopyDone();
            case FrontendType.COPY_FAIL -> new CopyFail(reader.terminated());
            case FrontendType.PASSWORD -> new PasswordMessage(reader.terminated());
            case FrontendType.TERMINATE -> new Terminate();
            default -> throw reader.violation("has an unknown type");
        };
        reader.end();
        return message;
    }

    /**
     * The first answer to a {@link BackendMessage.AuthenticationSASL}.
     *
     * @throws ProtocolViolation if the frame is anything else
     */
    public static SASLInitialResponse decodeSASLInitialResponse(Frame frame) throws ProtocolViolation {
        BodyReader reader = password(frame);
        SASLInitialResponse message = new SASLInitialResponse(reader.string(), Values.read(reader));
        reader.end();
        return message;
    }

    /**
     * A later answer in a SASL exchange.
     *
     * @throws ProtocolViolation if the frame is anything else
     */
    public static SASLResponse decodeSASLResponse(Frame frame) throws ProtocolViolation {
        return new SASLResponse(password(frame).rest());
    }

    /**
     * The beginning of a Bind.
     *
     * @param encoding of its names, as for {@link #decode(Frame, ClientEncoding)}
     * @throws ProtocolViolation if it is anything else, or its parameters don't begin within it
     */
    public static BindHead decodeBindHead(Head head, ClientEncoding encoding) throws ProtocolViolation {
        BodyReader reader = new BodyReader(Names.ofType(head.type()), head.body());
        if (head.type() != FrontendType.BIND) {
            throw reader.violation("is not a Bind");
        }
        String portal = reader.string(encoding);
        String statement = reader.string(encoding);
        int formats = reader.formats().size();
        int parameters = reader.uint16();
        if (formats > 1 && formats != parameters) {
            throw reader.violation("has parameter formats that don't fit its parameters");
        }
        return new BindHead(portal, statement, parameters);
    }

    private static BodyReader password(Frame frame) throws ProtocolViolation {
        BodyReader reader = new BodyReader(Names.ofType(frame.type()), frame.body());
        if (frame.type() != FrontendType.PASSWORD) {
            throw reader.violation("is not an answer to an authentication request");
        }
        return reader;
    }

    private static Bind bind(BodyReader reader, ClientEncoding encoding) throws ProtocolViolation {
        String portal = reader.string(encoding);
        String statement = reader.string(encoding);
        List<Format> parameterFormats = reader.formats();
        List<@Nullable Bytes> parameters = Values.readAll(reader);
        List<Format> resultFormats = reader.formats();
        if (parameterFormats.size() > 1 && parameterFormats.size() != parameters.size()) {
            throw reader.violation("has parameter formats that don't fit its parameters");
        }
        return new Bind(portal, statement, parameterFormats, parameters, resultFormats);
    }

    private static Target target(BodyReader reader) throws ProtocolViolation {
        return switch (reader.int8()) {
            case 'S' -> Target.STATEMENT;
            case 'P' -> Target.PORTAL;
            default -> throw reader.violation("is about neither a statement nor a portal");
        };
    }
}
