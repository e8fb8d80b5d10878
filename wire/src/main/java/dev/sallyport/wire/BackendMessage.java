package dev.sallyport.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A message that a server sends. Names and fields are the protocol documentation's.
 *
 * <p>Values are kept as the exact bytes, which are also not printed. Encoding throws {@link IllegalArgumentException} for
 * what has no form on the wire, such as a name with a NUL in it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message formats</a>
 */
public sealed interface BackendMessage {
    /** The message as it goes on the wire. */
    Bytes encode();

    /** The client is in. */
    record AuthenticationOk() implements BackendMessage {
        @Override
        public Bytes encode() {
            return Authentication.begin(Authentication.OK).finish();
        }
    }

    /** The server wants the password as it is. */
    record AuthenticationCleartextPassword() implements BackendMessage {
        @Override
        public Bytes encode() {
            return Authentication.begin(Authentication.CLEARTEXT_PASSWORD).finish();
        }
    }

    /**
     * The server wants an MD5 of the password.
     *
     * @param salt four bytes
     */
    record AuthenticationMD5Password(Bytes salt) implements BackendMessage {
        /** Checks the salt's length. */
        public AuthenticationMD5Password {
            if (salt.length() != Authentication.SALT) {
                throw new IllegalArgumentException("the salt has " + Authentication.SALT + " bytes");
            }
        }

        @Override
        public Bytes encode() {
            return Authentication.begin(Authentication.MD5_PASSWORD).bytes(salt).finish();
        }
    }

    /** The server offers SASL mechanisms, the one it likes best first. */
    record AuthenticationSASL(List<String> mechanisms) implements BackendMessage {
        /** Keeps a copy of the list; an empty name would end it on the wire. */
        public AuthenticationSASL {
            mechanisms = List.copyOf(mechanisms);
            if (mechanisms.contains("")) {
                throw new IllegalArgumentException("a SASL mechanism has a name");
            }
        }

        @Override
        public Bytes encode() {
            BodyWriter writer = Authentication.begin(Authentication.SASL);
            mechanisms.forEach(writer::string);
            return writer.int8(0).finish();
        }
    }

    /** The server goes on with a SASL exchange. */
    record AuthenticationSASLContinue(Bytes data) implements BackendMessage {
        @Override
        public Bytes encode() {
            return Authentication.begin(Authentication.SASL_CONTINUE)
                    .bytes(data)
                    .finish();
        }
    }

    /** The server ends a SASL exchange. */
    record AuthenticationSASLFinal(Bytes data) implements BackendMessage {
        @Override
        public Bytes encode() {
            return Authentication.begin(Authentication.SASL_FINAL).bytes(data).finish();
        }
    }

    /**
     * Another way to authenticate, such as GSSAPI or SSPI.
     *
     * @param code none of those that have a record of their own
     */
    record AuthenticationUnknown(int code, Bytes data) implements BackendMessage {
        @Override
        public Bytes encode() {
            return Authentication.begin(code).bytes(data).finish();
        }
    }

    /**
     * The value of a run-time parameter that clients may want to know, at the start and whenever it changes.
     *
     * @param bytes the value, in the encoding of the client
     */
    record ParameterStatus(String name, Bytes bytes) implements BackendMessage {
        /** With a value in UTF-8. */
        public ParameterStatus(String name, String value) {
            this(name, Bytes.ofUtf8(value));
        }

        /** The value, with U+FFFD for what is not UTF-8. */
        public String value() {
            return bytes.utf8ForDisplay();
        }

        @Override
        public Bytes encode() {
            return BodyWriter.of(BackendType.PARAMETER_STATUS)
                    .string(name)
                    .terminated(bytes)
                    .finish();
        }
    }

    /**
     * What a client needs to cancel its statements.
     *
     * @param key the secret, of 4 to 256 bytes, more than 4 only since protocol 3.2
     */
    record BackendKeyData(int processId, Bytes key) implements BackendMessage {
        /** Checks the key's length. */
        public BackendKeyData {
            CancelKey.checked(key);
        }

        @Override
        public Bytes encode() {
            return BodyWriter.of(BackendType.BACKEND_KEY_DATA)
                    .int32(processId)
                    .bytes(key)
                    .finish();
        }
    }

    /** The server waits for the next query cycle. */
    record ReadyForQuery(TransactionStatus status) implements BackendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(BackendType.READY_FOR_QUERY)
                    .int8(status.code())
                    .finish();
        }
    }

    /** What the rows look like that follow. */
    record RowDescription(List<Field> fields) implements BackendMessage {
        /** Keeps a copy of the list. */
        public RowDescription {
            fields = List.copyOf(fields);
        }

        @Override
        public Bytes encode() {
            BodyWriter writer = BodyWriter.of(BackendType.ROW_DESCRIPTION).count(fields.size());
            fields.forEach(field -> field.write(writer));
            return writer.finish();
        }
    }

    /**
     * A row. {@link DataRowReader} and {@link DataRowWriter} do the same without an object for each value.
     *
     * @param values null for NULL
     */
    record DataRow(List<@Nullable Bytes> values) implements BackendMessage {
        /** Keeps a copy of the list, not of the values. */
        public DataRow {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }

        @Override
        public Bytes encode() {
            BodyWriter writer = BodyWriter.of(BackendType.DATA_ROW);
            Values.write(writer, values);
            return writer.finish();
        }
    }

    /** A statement is done; the tag says which kind, and for some how many rows. */
    record CommandComplete(String tag) implements BackendMessage {
        /** How many rows the statement returned or changed, if the tag says so: the number at its end. */
        public OptionalLong rows() {
            return CommandTag.rows(tag);
        }

        @Override
        public Bytes encode() {
            return BodyWriter.of(BackendType.COMMAND_COMPLETE).string(tag).finish();
        }
    }

    /** A query without a statement is done. */
    record EmptyQueryResponse() implements BackendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(BackendType.EMPTY_QUERY_RESPONSE);
        }
    }

    /** Something went wrong. */
    record ErrorResponse(List<ErrorField> fields) implements BackendMessage, Diagnostic {
        /** Keeps a copy of the list; severity, SQLSTATE and message have to be there. */
        public ErrorResponse {
            fields = Diagnostic.checked(fields);
        }

        /** Starts an error, see {@link DiagnosticBuilder}. */
        public static DiagnosticBuilder<ErrorResponse> builder(String severity, String sqlState, String message) {
            return new DiagnosticBuilder<>(ErrorResponse::new, severity, sqlState, message);
        }

        @Override
        public Bytes encode() {
            return Diagnostic.encode(BackendType.ERROR_RESPONSE, fields);
        }

        @Override
        public String toString() {
            return "ErrorResponse[" + severity() + " " + sqlState() + "]";
        }
    }

    /** Something that the client should know. */
    record NoticeResponse(List<ErrorField> fields) implements BackendMessage, Diagnostic {
        /** Keeps a copy of the list; severity, SQLSTATE and message have to be there. */
        public NoticeResponse {
            fields = Diagnostic.checked(fields);
        }

        /** Starts a notice, see {@link DiagnosticBuilder}. */
        public static DiagnosticBuilder<NoticeResponse> builder(String severity, String sqlState, String message) {
            return new DiagnosticBuilder<>(NoticeResponse::new, severity, sqlState, message);
        }

        @Override
        public Bytes encode() {
            return Diagnostic.encode(BackendType.NOTICE_RESPONSE, fields);
        }

        @Override
        public String toString() {
            return "NoticeResponse[" + severity() + " " + sqlState() + "]";
        }
    }

    /**
     * Somebody notified a channel that this session listens to.
     *
     * @param bytes the channel's name, in the encoding of the client
     */
    record NotificationResponse(int processId, Bytes bytes, Bytes payload) implements BackendMessage {
        /** With a channel's name in UTF-8. */
        public NotificationResponse(int processId, String channel, Bytes payload) {
            this(processId, Bytes.ofUtf8(channel), payload);
        }

        /** The channel's name, with U+FFFD for what is not UTF-8. */
        public String channel() {
            return bytes.utf8ForDisplay();
        }

        @Override
        public Bytes encode() {
            return BodyWriter.of(BackendType.NOTIFICATION_RESPONSE)
                    .int32(processId)
                    .terminated(bytes)
                    .terminated(payload)
                    .finish();
        }
    }

    /** A Parse is done. */
    record ParseComplete() implements BackendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(BackendType.PARSE_COMPLETE);
        }
    }

    /** A Bind is done. */
    record BindComplete() implements BackendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(BackendType.BIND_COMPLETE);
        }
    }

    /** A Close is done. */
    record CloseComplete() implements BackendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(BackendType.CLOSE_COMPLETE);
        }
    }

    /** What was described returns no rows. */
    record NoData() implements BackendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(BackendType.NO_DATA);
        }
    }

    /** The OIDs, unsigned, of the types of a prepared statement's parameters. */
    record ParameterDescription(List<Integer> parameterTypes) implements BackendMessage {
        /** Keeps a copy of the list. */
        public ParameterDescription {
            parameterTypes = List.copyOf(parameterTypes);
        }

        @Override
        public Bytes encode() {
            return BodyWriter.of(BackendType.PARAMETER_DESCRIPTION)
                    .int32s(parameterTypes)
                    .finish();
        }
    }

    /** An Execute came to its limit of rows. */
    record PortalSuspended() implements BackendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(BackendType.PORTAL_SUSPENDED);
        }
    }

    /** The server waits for the data of a COPY. */
    record CopyInResponse(Format format, List<Format> columns) implements BackendMessage {
        /** Keeps a copy of the list. */
        public CopyInResponse {
            columns = List.copyOf(columns);
        }

        @Override
        public Bytes encode() {
            return CopyFormats.encode(BackendType.COPY_IN_RESPONSE, format, columns);
        }
    }

    /** The data of a COPY follow. */
    record CopyOutResponse(Format format, List<Format> columns) implements BackendMessage {
        /** Keeps a copy of the list. */
        public CopyOutResponse {
            columns = List.copyOf(columns);
        }

        @Override
        public Bytes encode() {
            return CopyFormats.encode(BackendType.COPY_OUT_RESPONSE, format, columns);
        }
    }

    /** Streaming replication begins. */
    record CopyBothResponse(Format format, List<Format> columns) implements BackendMessage {
        /** Keeps a copy of the list. */
        public CopyBothResponse {
            columns = List.copyOf(columns);
        }

        @Override
        public Bytes encode() {
            return CopyFormats.encode(BackendType.COPY_BOTH_RESPONSE, format, columns);
        }
    }

    /** A part of what a COPY writes; each is one row when it comes from a server. */
    record CopyData(Bytes data) implements BackendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(BackendType.COPY_DATA).bytes(data).finish();
        }
    }

    /** The end of what a COPY writes. */
    record CopyDone() implements BackendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(BackendType.COPY_DONE);
        }
    }

    /**
     * The server does not speak what the client asked for, and says what it speaks instead.
     *
     * @param unrecognizedOptions the protocol options, which begin with {@code _pq_.}, that it does not know
     */
    record NegotiateProtocolVersion(int protocolMajor, int protocolMinor, List<String> unrecognizedOptions)
            implements BackendMessage {
        /** Keeps a copy of the list. */
        public NegotiateProtocolVersion {
            unrecognizedOptions = List.copyOf(unrecognizedOptions);
        }

        @Override
        public Bytes encode() {
            BodyWriter writer = BodyWriter.of(BackendType.NEGOTIATE_PROTOCOL_VERSION)
                    .count(protocolMajor)
                    .count(protocolMinor)
                    .int32(unrecognizedOptions.size());
            unrecognizedOptions.forEach(writer::string);
            return writer.finish();
        }
    }

    /** The result of a FunctionCall; empty for NULL. */
    record FunctionCallResponse(Optional<Bytes> value) implements BackendMessage {
        @Override
        public Bytes encode() {
            BodyWriter writer = BodyWriter.of(BackendType.FUNCTION_CALL_RESPONSE);
            Values.write(writer, value.orElse(null));
            return writer.finish();
        }
    }
}
