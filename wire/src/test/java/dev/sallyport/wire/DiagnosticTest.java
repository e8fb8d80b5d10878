package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticTest {
    @Test
    void aBuiltErrorHasTheFieldsThatClientsLookFor() {
        ErrorResponse error = ErrorResponse.builder("ERROR", SqlState.INSUFFICIENT_PRIVILEGE, "denied")
                .detail("{}")
                .hint("ask")
                .build();
        assertThat(error.severity()).isEqualTo("ERROR");
        assertThat(error.sqlState()).isEqualTo("42501");
        assertThat(error.message()).isEqualTo("denied");
        assertThat(error.field(ErrorField.DETAIL)).hasValue("{}");
        assertThat(error.field(ErrorField.HINT)).hasValue("ask");
        assertThat(error.field(ErrorField.POSITION)).isEmpty();
        assertThat(error.encode())
                .isEqualTo(BodyWriter.of((byte) 'E')
                        .bytes(Bytes.ofUtf8("SERROR\0VERROR\0C42501\0Mdenied\0D{}\0Hask\0\0"))
                        .finish());
    }

    @Test
    void theSeverityIsTheOneThatIsNotLocalised() {
        List<ErrorField> localised = List.of(field('S', "FEHLER"), field('C', "42501"), field('M', "verboten"));
        assertThat(new ErrorResponse(localised).severity()).isEqualTo("FEHLER");
        List<ErrorField> both =
                List.of(field('S', "FEHLER"), field('V', "ERROR"), field('C', "42501"), field('M', "verboten"));
        assertThat(new ErrorResponse(both).severity()).isEqualTo("ERROR");
    }

    @Test
    void anErrorThatCameBeforeTheEncodingWasAgreedOnCanStillBeRead() throws ProtocolViolation {
        Bytes body = Samples.joined(
                List.of(Bytes.ofUtf8("SFATAL\0C28P01\0M"), Bytes.of(new byte[] {(byte) 0xe9}), Bytes.ofUtf8("\0\0"))
                        .stream());
        Frame frame =
                Frame.of(BodyWriter.of(BackendType.ERROR_RESPONSE).bytes(body).finish());
        ErrorResponse error = (ErrorResponse) BackendMessages.decode(frame);
        assertThat(error.message()).isEqualTo("\ufffd");
        assertThat(error.encode()).isEqualTo(frame.bytes());
    }

    @Test
    void withoutSeveritySqlStateAndMessageThereIsNoDiagnostic() {
        ErrorField severity = field('S', "x");
        ErrorField sqlState = field('C', "x");
        ErrorField message = field('M', "x");
        for (List<ErrorField> incomplete : List.of(
                List.<ErrorField>of(),
                List.of(severity, sqlState),
                List.of(severity, message),
                List.of(sqlState, message))) {
            assertThatThrownBy(() -> new ErrorResponse(incomplete)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new NoticeResponse(incomplete)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static ErrorField field(char code, String value) {
        return new ErrorField((byte) code, value);
    }
}
