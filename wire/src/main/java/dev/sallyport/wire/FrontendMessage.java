package dev.sallyport.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that a client sends after its start-up packet. Names and fields are the protocol documentation's.
 *
 * <p>What belongs to the client, such as statements, values and passwords, is kept as the exact bytes, which are also not
 * printed; names of prepared statements and portals are texts, the empty one being the unnamed. Encoding throws
 * {@link IllegalArgumentException} for what has no form on the wire, such as a name with a NUL in it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message formats</a>
 */
public sealed interface FrontendMessage {
    /** The message as it goes on the wire. */
    Bytes encode();

    /** What Describe and Close are about. */
    enum Target {
        /** A prepared statement. */
        STATEMENT('S'),
        /** A portal. */
        PORTAL('P');

        private final byte code;

        Target(char code) {
            this.code = (byte) code;
        }

        /** The code on the wire. */
        public byte code() {
            return code;
        }
    }

    /**
     * Statements of the simple query protocol.
     *
     * @param sql the statements, without the terminating NUL
     */
    record Query(Bytes sql) implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.QUERY).terminated(sql).finish();
        }
    }

    /**
     * Makes a prepared statement.
     *
     * @param statement its name
     * @param sql its text, without the terminating NUL
     * @param parameterTypes the OIDs of the first parameters' types, 0 where unspecified; unsigned
     */
    record Parse(String statement, Bytes sql, List<Integer> parameterTypes) implements FrontendMessage {
        /** Keeps a copy of the list. */
        public Parse {
            parameterTypes = List.copyOf(parameterTypes);
        }

        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.PARSE)
                    .string(statement)
                    .terminated(sql)
                    .int32s(parameterTypes)
                    .finish();
        }
    }

    /**
     * Makes a portal of a prepared statement and its parameters.
     *
     * @param parameterFormats none, one for all parameters, or one for each
     * @param parameters the values, null for NULL
     * @param resultFormats none, one for all columns, or one for each
     */
    record Bind(
            String portal,
            String statement,
            List<Format> parameterFormats,
            List<@Nullable Bytes> parameters,
            List<Format> resultFormats)
            implements FrontendMessage {
        /**
         * Keeps copies of the lists, not of the values.
         *
         * @throws IllegalArgumentException if the number of parameter formats does not fit the parameters
         */
        public Bind {
            parameterFormats = List.copyOf(parameterFormats);
            parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
            resultFormats = List.copyOf(resultFormats);
            if (parameterFormats.size() > 1 && parameterFormats.size() != parameters.size()) {
                throw new IllegalArgumentException("parameter formats must fit the parameters");
            }
        }

        /** The format of a parameter, counted from 0. */
        public Format parameterFormat(int index) {
            return Format.of(parameterFormats, index);
        }

        @Override
        public Bytes encode() {
            BodyWriter writer = BodyWriter.of(FrontendType.BIND)
                    .string(portal)
                    .string(statement)
                    .formats(parameterFormats);
            Values.write(writer, parameters);
            return writer.formats(resultFormats).finish();
        }
    }

    /** Asks for the shape of a prepared statement or portal. */
    record Describe(Target target, String name) implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.DESCRIBE)
                    .int8(target.code())
                    .string(name)
                    .finish();
        }
    }

    /**
     * Runs a portal.
     *
     * @param maximumRows after how many rows to suspend; no limit if 0 or less
     */
    record Execute(String portal, int maximumRows) implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.EXECUTE)
                    .string(portal)
                    .int32(maximumRows)
                    .finish();
        }
    }

    /** Drops a prepared statement or portal. */
    record Close(Target target, String name) implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.CLOSE)
                    .int8(target.code())
                    .string(name)
                    .finish();
        }
    }

    /** Asks for the answers that are waiting. */
    record Flush() implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(FrontendType.FLUSH);
        }
    }

    /** Ends a sequence of the extended query protocol. */
    record Sync() implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(FrontendType.SYNC);
        }
    }

    /**
     * Calls a function by its OID, a part of the protocol that is obsolete.
     *
     * @param body all of it, unread
     */
    record FunctionCall(Bytes body) implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.FUNCTION_CALL).bytes(body).finish();
        }
    }

    /** A part of what a COPY reads; its borders mean nothing. */
    record CopyData(Bytes data) implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.COPY_DATA).bytes(data).finish();
        }
    }

    /** The end of what a COPY reads. */
    record CopyDone() implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(FrontendType.COPY_DONE);
        }
    }

    /** Makes a COPY fail; the reason is for the error that the server sends back. */
    record CopyFail(Bytes reason) implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.COPY_FAIL).terminated(reason).finish();
        }
    }

    /** The answer to a request for a password, clear or hashed, without the terminating NUL. */
    record PasswordMessage(Bytes password) implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.PASSWORD).terminated(password).finish();
        }
    }

    /**
     * Picks a SASL mechanism.
     *
     * @param mechanism its registered name
     * @param data the client's first message; null if there is none, which is not the same as an empty one
     */
    record SASLInitialResponse(String mechanism, @Nullable Bytes data) implements FrontendMessage {
        @Override
        public Bytes encode() {
            BodyWriter writer = BodyWriter.of(FrontendType.PASSWORD).string(mechanism);
            Values.write(writer, data);
            return writer.finish();
        }
    }

    /** Goes on with a SASL exchange. */
    record SASLResponse(Bytes data) implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.of(FrontendType.PASSWORD).bytes(data).finish();
        }
    }

    /** Ends the connection. */
    record Terminate() implements FrontendMessage {
        @Override
        public Bytes encode() {
            return BodyWriter.empty(FrontendType.TERMINATE);
        }
    }
}
