package dev.sallyport.wire;

import java.util.List;

/** The common body of the three messages that start a COPY. */
final class CopyFormats {
    private CopyFormats() {}

    static Bytes encode(byte type, Format format, List<Format> columns) {
        return BodyWriter.of(type).int8(format.code()).formats(columns).finish();
    }

    static Format readOverall(BodyReader reader) throws ProtocolViolation {
        return switch (reader.int8()) {
            case 0 -> Format.TEXT;
            case 1 -> Format.BINARY;
            default -> throw reader.violation("has an unknown format code");
        };
    }
}
