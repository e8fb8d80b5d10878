package dev.sallyport.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the packets out of the start of a connection. Not thread-safe.
 *
 * <p>Use a new one behind each change of encryption, and refuse to change it while {@link #rest} has bytes: they came in
 * the clear before the handshake, and must never be taken for bytes behind it (CVE-2021-23214).
 */
public final class StartupPacketDecoder {
    private static final int PROTOCOL_3 = 3;

    private byte[] held = {};
    private int from;
    private int to;

    /** Gives the next bytes of the stream, which are copied. */
    public void feed(Bytes bytes) {
        int needed = to - from + bytes.length();
        if (bytes.length() > held.length - to) {
            byte[] grown = new byte[Math.max(needed, Math.min(2 * held.length, StartupPacket.LONGEST))];
            System.arraycopy(held, from, grown, 0, to - from);
            held = grown;
            to -= from;
            from = 0;
        }
        System.arraycopy(bytes.array(), bytes.offset(), held, to, bytes.length());
        to += bytes.length();
    }

    /**
     * Takes the next packet out of what was fed.
     *
     * @return the packet, or null if more bytes are needed
     * @throws ProtocolViolation if it is none that PostgreSQL would accept; its SQLSTATE says why. The connection is to
     *     be closed then
     */
    public @Nullable StartupPacket next() throws ProtocolViolation {
        if (to - from < Integer.BYTES) {
            return null;
        }
        int length = Bytes.int32(held, from);
        if (length < 2 * Integer.BYTES || length > Integer.BYTES + StartupPacket.LONGEST) {
            throw new ProtocolViolation("invalid length of startup packet");
        }
        if (to - from < length) {
            return null;
        }
        StartupPacket packet = read(Bytes.of(held, from, length).slice(Integer.BYTES, length - Integer.BYTES));
        from += length;
        return packet;
    }

    /** Takes the bytes behind the last packet: the start of what a {@link FrameDecoder} reads. */
    public Bytes rest() {
        Bytes rest = Bytes.of(Arrays.copyOfRange(held, from, to));
        from = to;
        return rest;
    }

    private static StartupPacket read(Bytes body) throws ProtocolViolation {
        BodyReader reader = new BodyReader("of start-up", body);
        int code = reader.int32();
        StartupPacket packet = switch (code) {
            case RequestCode.SSL -> new StartupPacket.SSLRequest();
            case RequestCode.GSS_ENCRYPTION -> new StartupPacket.GSSENCRequest();
            case RequestCode.CANCEL -> cancel(reader);
            default -> session(code >>> 16, code & 0xffff, reader);
        };
        reader.end();
        return packet;
    }

    private static StartupPacket session(int major, int minor, BodyReader reader) throws ProtocolViolation {
        if (major != PROTOCOL_3) {
            throw new ProtocolViolation(
                    SqlState.FEATURE_NOT_SUPPORTED, "unsupported frontend protocol " + major + "." + minor);
        }
        return new StartupPacket.StartupMessage(major, minor, StartupParameters.read(reader));
    }

    private static StartupPacket cancel(BodyReader reader) throws ProtocolViolation {
        int processId = reader.int32();
        Bytes key = reader.rest();
        if (!CancelKey.fits(key.length())) {
            throw reader.violation("has a cancel key of " + key.length() + " bytes");
        }
        return new StartupPacket.CancelRequest(processId, key);
    }
}
