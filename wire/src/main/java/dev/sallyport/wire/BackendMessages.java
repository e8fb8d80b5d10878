package dev.sallyport.wire;

import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.BindComplete;
import dev.sallyport.wire.BackendMessage.CloseComplete;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.CopyBothResponse;
import dev.sallyport.wire.BackendMessage.CopyData;
import dev.sallyport.wire.BackendMessage.CopyDone;
import dev.sallyport.wire.BackendMessage.CopyInResponse;
import dev.sallyport.wire.BackendMessage.CopyOutResponse;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.EmptyQueryResponse;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.FunctionCallResponse;
import dev.sallyport.wire.BackendMessage.NegotiateProtocolVersion;
import dev.sallyport.wire.BackendMessage.NoData;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.NotificationResponse;
import dev.sallyport.wire.BackendMessage.ParameterDescription;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ParseComplete;
import dev.sallyport.wire.BackendMessage.PortalSuspended;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessage.RowDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what servers send. Values are slices of the frame, not copies. */
public final class BackendMessages {
    private BackendMessages() {}

    /**
     * The message in a frame.
     *
     * @throws ProtocolViolation if the type is unknown or the body is not exactly what the type demands
     */
    public static BackendMessage decode(Frame frame) throws ProtocolViolation {
        BodyReader reader = new BodyReader(Names.ofType(frame.type()), frame.body());
        BackendMessage message = read(frame.type(), reader);
        reader.end();
        return message;
    }

    private static BackendMessage read(byte type, BodyReader reader) throws ProtocolViolation {
        return switch (type) {
            case BackendType.DATA_ROW -> new DataRow(Values.readAll(reader));
            case BackendType.COPY_DATA -> new CopyData(reader.rest());
            case BackendType.COMMAND_COMPLETE -> new CommandComplete(reader.string());
            case BackendType.READY_FOR_QUERY -> new ReadyForQuery(status(reader));
            case BackendType.PARSE_COMPLETE -> new ParseComplete();
            case BackendType.BIND_COMPLETE -> new BindComplete();
            case BackendType.CLOSE_COMPLETE -> new CloseComplete();
            case BackendType.PARAMETER_DESCRIPTION -> new ParameterDescription(reader.int32s());
            case BackendType.ROW_DESCRIPTION -> new RowDescription(fields(reader));
            case BackendType.NO_DATA -> new NoData();
            case BackendType.PORTAL_SUSPENDED -> new PortalSuspended();
            case BackendType.EMPTY_QUERY_RESPONSE -> new EmptyQueryResponse();
            case BackendType.ERROR_RESPONSE -> new ErrorResponse(Diagnostic.read(reader));
            case BackendType.NOTICE_RESPONSE -> new NoticeResponse(Diagnostic.read(reader));
            case BackendType.NOTIFICATION_RESPONSE ->
                new NotificationResponse(reader.int32(), reader.terminated(), reader.terminated());
            case BackendType.COPY_IN_RESPONSE -> new CopyInResponse(CopyFormats.readOverall(reader), reader.formats());
            case BackendType.COPY_OUT_RESPONSE ->
                new CopyOutResponse(CopyFormats.readOverall(reader), reader.formats());
            case BackendType.COPY_BOTH_RESPONSE ->
                new CopyBothResponse(CopyFormats.readOverall(reader), reader.formats());
            case BackendType.COPY_DONE -> new CopyDone();
            case BackendType.FUNCTION_CALL_RESPONSE ->
                new FunctionCallResponse(Optional.ofNullable(Values.read(reader)));
            case BackendType.AUTHENTICATION -> Authentication.read(reader);
            case BackendType.PARAMETER_STATUS -> new ParameterStatus(reader.string(), reader.terminated());
            case BackendType.BACKEND_KEY_DATA -> new BackendKeyData(reader.int32(), key(reader));
            case BackendType.NEGOTIATE_PROTOCOL_VERSION -> negotiation(reader);
            default -> throw reader.violation("has an unknown type");
        };
    }

    private static TransactionStatus status(BodyReader reader) throws ProtocolViolation {
        return switch (reader.int8()) {
            case 'I' -> TransactionStatus.IDLE;
            case 'T' -> TransactionStatus.IN_TRANSACTION;
            case 'E' -> TransactionStatus.FAILED;
            default -> throw reader.violation("has an unknown transaction status");
        };
    }

    private static List<Field> fields(BodyReader reader) throws ProtocolViolation {
        int count = reader.count(Field.LEAST_BYTES);
        List<Field> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(Field.read(reader));
        }
        return fields;
    }

    private static Bytes key(BodyReader reader) throws ProtocolViolation {
        Bytes key = reader.rest();
        if (!CancelKey.fits(key.length())) {
            throw reader.violation("has a cancel key of " + key.length() + " bytes");
        }
        return key;
    }

    private static NegotiateProtocolVersion negotiation(BodyReader reader) throws ProtocolViolation {
        int major = reader.uint16();
        int minor = reader.uint16();
        int count = reader.int32();
        if (count < 0 || count > reader.remaining()) {
            throw reader.violation("counts more than it holds");
        }
        List<String> options = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            options.add(reader.string());
        }
        return new NegotiateProtocolVersion(major, minor, options);
    }
}
