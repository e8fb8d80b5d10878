package dev.sallyport.session;

import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.ErrorField;
import java.util.List;

/** Errors and notices that the session itself says, whose texts are UTF-8 at first, as a client of an encoding reads them. */
final class OwnTexts {
    private OwnTexts() {}

    static ErrorResponse in(ClientEncoding encoding, ErrorResponse error) {
        return encoding.isUtf8() ? error : new ErrorResponse(in(encoding, error.fields()));
    }

    static NoticeResponse in(ClientEncoding encoding, NoticeResponse notice) {
        return encoding.isUtf8() ? notice : new NoticeResponse(in(encoding, notice.fields()));
    }

    private static List<ErrorField> in(ClientEncoding encoding, List<ErrorField> fields) {
        return fields.stream()
                .map(field -> new ErrorField(field.code(), encoding.bytesOf(field.value())))
                .toList();
    }
}
