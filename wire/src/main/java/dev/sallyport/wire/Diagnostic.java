package dev.sallyport.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What ErrorResponse and NoticeResponse have in common: fields in an order that is kept. */
public sealed interface Diagnostic permits BackendMessage.ErrorResponse, BackendMessage.NoticeResponse {
    /** The fields in their order. */
    List<ErrorField> fields();

    /** The value of the first field with a code, one of {@link ErrorField}'s. */
    default Optional<String> field(byte code) {
        return fields().stream()
                .filter(field -> field.code() == code)
                .map(ErrorField::value)
                .findFirst();
    }

    /** The SQLSTATE. */
    default String sqlState() {
        return field(ErrorField.SQLSTATE).orElseThrow();
    }

    /** The severity, in English if the server says it so. */
    default String severity() {
        return field(ErrorField.SEVERITY)
                .or(() -> field(ErrorField.SEVERITY_LOCALIZED))
                .orElseThrow();
    }

    /** The primary message. */
    default String message() {
        return field(ErrorField.MESSAGE).orElseThrow();
    }

    /** Whether the fields are there that PostgreSQL says are always there. */
    private static boolean complete(List<ErrorField> fields) {
        boolean severity = false;
        boolean sqlState = false;
        boolean message = false;
        for (ErrorField field : fields) {
            severity |= field.code() == ErrorField.SEVERITY || field.code() == ErrorField.SEVERITY_LOCALIZED;
            sqlState |= field.code() == ErrorField.SQLSTATE;
            message |= field.code() == ErrorField.MESSAGE;
        }
        return severity && sqlState && message;
    }

    /** A copy of a complete list. */
    static List<ErrorField> checked(List<ErrorField> fields) {
        if (!complete(fields)) {
            throw new IllegalArgumentException("severity, SQLSTATE and message have to be there");
        }
        return List.copyOf(fields);
    }

    /** The fields in a body, their texts as they are: they may come before the encoding of a session is agreed on. */
    static List<ErrorField> read(BodyReader reader) throws ProtocolViolation {
        List<ErrorField> fields = new ArrayList<>();
        for (byte code = reader.int8(); code != 0; code = reader.int8()) {
            fields.add(new ErrorField(code, reader.terminated()));
        }
        if (!complete(fields)) {
            throw reader.violation("lacks severity, SQLSTATE or message");
        }
        return fields;
    }

    /** The fields as a message of a type. */
    static Bytes encode(byte type, List<ErrorField> fields) {
        BodyWriter writer = BodyWriter.of(type);
        fields.forEach(field -> writer.int8(field.code()).terminated(field.bytes()));
        return writer.int8(0).finish();
    }
}
