package dev.sallyport.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client sends first, the only messages without a type byte.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message formats</a>
 */
public sealed interface StartupPacket {
    /** The longest packet that PostgreSQL accepts, without its length field, in bytes (MAX_STARTUP_PACKET_LENGTH). */
    int LONGEST = 10_000;

    /**
     * The packet as it goes on the wire.
     *
     * @throws IllegalArgumentException if it would be longer than {@link #LONGEST}, or a text contains a NUL
     */
    Bytes encode();

    /**
     * Asks for a session.
     *
     * @param protocolMajor 3
     * @param protocolMinor from 0 to 65,535; whether it is known is not the codec's business
     * @param parameters the names and values in the client's order; neither name is empty. It is not printed, since
     *     people put secrets there
     */
    record StartupMessage(int protocolMajor, int protocolMinor, Map<String, String> parameters)
            implements StartupPacket {
        /** Keeps a copy of the map in its order. */
        public StartupMessage {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
            if (parameters.containsKey("")) {
                throw new IllegalArgumentException("a parameter has a name");
            }
        }

        /** The user, which is free text and a claim. */
        public String user() {
            return parameters.getOrDefault(StartupParameters.USER, "");
        }

        /** The database; the user's name if the client names none, as PostgreSQL has it. */
        public String database() {
            String database = parameters.getOrDefault(StartupParameters.DATABASE, "");
            return database.isEmpty() ? user() : database;
        }

        /** Those of the parameters that are options of the protocol, whose names begin with {@code _pq_.}. */
        public Map<String, String> protocolOptions() {
            Map<String, String> options = new LinkedHashMap<>(parameters);
            options.keySet().removeIf(name -> !name.startsWith(StartupParameters.PROTOCOL_OPTION));
            return Collections.unmodifiableMap(options);
        }

        @Override
        public Bytes encode() {
            BodyWriter writer = BodyWriter.untyped().count(protocolMajor).count(protocolMinor);
            parameters.forEach((name, value) -> writer.string(name).string(value));
            Bytes bytes = writer.int8(0).finish();
            if (bytes.length() - Integer.BYTES > LONGEST) {
                throw new IllegalArgumentException("a start-up packet has at most " + LONGEST + " bytes");
            }
            return bytes;
        }

        @Override
        public String toString() {
            return "StartupMessage[" + protocolMajor + "." + protocolMinor + " " + parameters.keySet() + "]";
        }
    }

    /** Asks for TLS. The answer is one byte, see {@link EncryptionReply}. */
    record SSLRequest() implements StartupPacket {
        @Override
        public Bytes encode() {
            return BodyWriter.untyped().int32(RequestCode.SSL).finish();
        }
    }

    /** Asks for GSSAPI encryption. The answer is one byte, see {@link EncryptionReply}. */
    record GSSENCRequest() implements StartupPacket {
        @Override
        public Bytes encode() {
            return BodyWriter.untyped().int32(RequestCode.GSS_ENCRYPTION).finish();
        }
    }

    /**
     * Asks to cancel what another connection runs.
     *
     * @param secretKey of 4 to 256 bytes
     */
    record CancelRequest(int processId, Bytes secretKey) implements StartupPacket {
        /** Checks the key's length. */
        public CancelRequest {
            CancelKey.checked(secretKey);
        }

        @Override
        public Bytes encode() {
            return BodyWriter.untyped()
                    .int32(RequestCode.CANCEL)
                    .int32(processId)
                    .bytes(secretKey)
                    .finish();
        }
    }
}
