package dev.sallyport.wire;

import java.util.ArrayList;
import java.util.List;

/** The codes of the Authentication messages, and how they are read. */
final class Authentication {
    static final int OK = 0;
    static final int CLEARTEXT_PASSWORD = 3;
    static final int MD5_PASSWORD = 5;
    static final int SASL = 10;
    static final int SASL_CONTINUE = 11;
    static final int SASL_FINAL = 12;

    /** How many bytes the salt of an MD5 request has. */
    static final int SALT = 4;

    private Authentication() {}

    static BodyWriter begin(int code) {
        return BodyWriter.of(BackendType.AUTHENTICATION).int32(code);
    }

    static BackendMessage read(BodyReader reader) throws ProtocolViolation {
        int code = reader.int32();
        return switch (code) {
            case OK -> new BackendMessage.AuthenticationOk();
            case CLEARTEXT_PASSWORD -> new BackendMessage.AuthenticationCleartextPassword();
            case MD5_PASSWORD -> new BackendMessage.AuthenticationMD5Password(reader.bytes(SALT));
            case SASL -> new BackendMessage.AuthenticationSASL(mechanisms(reader));
            case SASL_CONTINUE -> new BackendMessage.AuthenticationSASLContinue(reader.rest());
            case SASL_FINAL -> new BackendMessage.AuthenticationSASLFinal(reader.rest());
            default -> new BackendMessage.AuthenticationUnknown(code, reader.rest());
        };
    }

    private static List<String> mechanisms(BodyReader reader) throws ProtocolViolation {
        List<String> mechanisms = new ArrayList<>();
        for (String name = reader.string(); !name.isEmpty(); name = reader.string()) {
            mechanisms.add(name);
        }
        return mechanisms;
    }
}
