package dev.sallyport.wire;

import java.util.ArrayList;
import java.util.List;

/** Reads the body of one message from its start to its end. Not thread-safe. */
final class BodyReader {
    private final String message;
    private final Bytes body;
    private int at;

    /** A reader of a body; the message's name is for the text of a violation. */
    BodyReader(String message, Bytes body) {
        this.message = message;
        this.body = body;
    }

    int remaining() {
        return body.length() - at;
    }

    byte int8() throws ProtocolViolation {
        return body.at(advance(1));
    }

    short int16() throws ProtocolViolation {
        return (short) uint16();
    }

    /** A count as PostgreSQL reads it, from 0 to 65,535. */
    int uint16() throws ProtocolViolation {
        int start = advance(Short.BYTES);
        return (body.at(start) & 0xff) << Byte.SIZE | (body.at(start + 1) & 0xff);
    }

    int int32() throws ProtocolViolation {
        return body.intAt(advance(Integer.BYTES));
    }

    Bytes bytes(int size) throws ProtocolViolation {
        return body.slice(advance(size), size);
    }

    Bytes rest() {
        int start = at;
        at = body.length();
        return body.slice(start, body.length() - start);
    }

    /** A 16-bit count of items that take at least so many bytes each, so that lists never grow beyond what arrived. */
    int count(int leastBytesOfEach) throws ProtocolViolation {
        int count = uint16();
        if ((long) count * leastBytesOfEach > remaining()) {
            throw violation("counts more than it holds");
        }
        return count;
    }

    /** The bytes up to a terminating NUL, which is skipped. */
    Bytes terminated() throws ProtocolViolation {
        int end = body.indexOf((byte) 0, at);
        if (end < 0) {
            throw violation("has an unterminated string");
        }
        Bytes bytes = body.slice(at, end - at);
        at = end + 1;
        return bytes;
    }

    /** A terminated string in strict UTF-8. */
    String string() throws ProtocolViolation {
        return terminated().utf8();
    }

    /** A terminated string in an encoding: if that is UTF-8, strictly so, or else with U+FFFD for bytes without a character. */
    String string(ClientEncoding encoding) throws ProtocolViolation {
        return encoding.isUtf8() ? string() : encoding.display(terminated());
    }

    Format format() throws ProtocolViolation {
        return switch (uint16()) {
            case 0 -> Format.TEXT;
            case 1 -> Format.BINARY;
            default -> throw violation("has an unknown format code");
        };
    }

    List<Format> formats() throws ProtocolViolation {
        int count = count(Short.BYTES);
        List<Format> formats = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            formats.add(format());
        }
        return formats;
    }

    List<Integer> int32s() throws ProtocolViolation {
        int count = count(Integer.BYTES);
        List<Integer> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(int32());
        }
        return values;
    }

    void end() throws ProtocolViolation {
        if (remaining() > 0) {
            throw violation("has bytes behind its end");
        }
    }

    ProtocolViolation violation(String what) {
        return new ProtocolViolation("message " + message + " " + what);
    }

    private int advance(int size) throws ProtocolViolation {
        if (size < 0 || size > remaining()) {
            throw violation(size < 0 ? "has a negative length" : "ends too early");
        }
        int start = at;
        at += size;
        return start;
    }
}
