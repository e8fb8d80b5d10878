package dev.sallyport.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.NotificationResponse;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ErrorField;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerTextsTest {
    private static final String SECRET = "078-05-1120";

    @Test
    void anErrorAboutALockDoesNotSayWhereItsRowLies() {
        ErrorResponse error = ErrorResponse.builder("ERROR", "55P03", "canceling statement due to lock timeout")
                .with(ErrorField.WHERE, "while locking tuple (0,7) in relation \"customers\"")
                .build();
        ErrorResponse other = ErrorResponse.builder("ERROR", "42P01", "relation does not exist")
                .with(ErrorField.WHERE, "SQL function \"f\"")
                .build();

        assertThat(ServerTexts.hidePlaces(error).field(ErrorField.WHERE)).isEmpty();
        assertThat(ServerTexts.hidePlaces(error).message()).isEqualTo(error.message());
        assertThat(ServerTexts.hidePlaces(other)).isEqualTo(other);
    }

    @Test
    void aViolationKeepsItsNamesAndLosesItsTexts() {
        ErrorResponse error = ErrorResponse.builder("ERROR", "23505", "duplicate key " + SECRET)
                .detail("Key (ssn)=(" + SECRET + ") already exists.")
                .hint(SECRET)
                .with(ErrorField.WHERE, SECRET)
                .with(ErrorField.POSITION, "17")
                .with(ErrorField.INTERNAL_POSITION, "18")
                .with(ErrorField.INTERNAL_QUERY, SECRET)
                .with(ErrorField.TABLE, "customers")
                .with(ErrorField.CONSTRAINT, "customers_ssn_key")
                .with(ErrorField.FILE, SECRET)
                .with(ErrorField.LINE, "666")
                .with(ErrorField.ROUTINE, SECRET)
                .with((byte) 'Z', SECRET)
                .build();

        assertThat(ServerTexts.hide(error).fields())
                .containsExactly(
                        new ErrorField(ErrorField.SEVERITY_LOCALIZED, "ERROR"),
                        new ErrorField(ErrorField.SEVERITY, "ERROR"),
                        new ErrorField(ErrorField.SQLSTATE, "23505"),
                        new ErrorField(
                                ErrorField.MESSAGE,
                                "unique_violation (the server's text is hidden because it may contain masked values)"),
                        new ErrorField(ErrorField.TABLE, "customers"),
                        new ErrorField(ErrorField.CONSTRAINT, "customers_ssn_key"));
    }

    @Test
    void namesGoWhenTheErrorIsNoViolation() {
        ErrorResponse raised = ErrorResponse.builder("ERROR", "P0001", SECRET)
                .with(ErrorField.CONSTRAINT, SECRET)
                .with(ErrorField.SCHEMA, SECRET)
                .with(ErrorField.COLUMN, SECRET)
                .with(ErrorField.DATA_TYPE, SECRET)
                .build();

        assertThat(text(ServerTexts.hide(raised).encode()))
                .doesNotContain(SECRET)
                .contains("raise_exception");
    }

    @Test
    void aNoticeLosesItsTextAndAnUnknownSqlStateHasNoName() {
        NoticeResponse notice =
                NoticeResponse.builder("NOTICE", "ZZ123", SECRET).detail(SECRET).build();

        assertThat(ServerTexts.hide(notice).message())
                .isEqualTo("SQLSTATE ZZ123 (the server's text is hidden because it may contain masked values)");
        assertThat(text(ServerTexts.hide(notice).encode())).doesNotContain(SECRET);
    }

    @Test
    void aNotificationLosesItsPayload() {
        assertThat(ServerTexts.hide(new NotificationResponse(42, "channel", Bytes.ofUtf8(SECRET))))
                .isEqualTo(new NotificationResponse(42, "channel", Bytes.EMPTY));
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }
}
