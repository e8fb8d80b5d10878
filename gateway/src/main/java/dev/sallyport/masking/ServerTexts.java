package dev.sallyport.masking;

import dev.sallyport.policy.Hiding.Extent;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.NotificationResponse;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Diagnostic;
import dev.sallyport.wire.ErrorField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Server messages whose free texts may quote masked values: what a client needs to act on stays, the texts go.
 *
 * <p>Severity and SQLSTATE stay, and for an integrity constraint violation (class 23) the names of what was violated, by
 * which programs tell their errors apart. The message becomes a fixed text by SQLSTATE; DETAIL, HINT, CONTEXT, the
 * statement's positions and the places in the server's source go, because what is hidden can be read from them too.
 */
public final class ServerTexts {
    private static final String HIDDEN = " (the server's text is hidden because it may contain masked values)";
    private static final String INTEGRITY_CONSTRAINT_VIOLATION = "23";

    /** foreign_key_violation, unique_violation and exclusion_violation: they quote the key's columns and nothing else of a row. */
    private static final Set<String> QUOTING_KEYS = Set.of("23503", "23505", "23P01");

    private ServerTexts() {}

    /** The same error without what may quote a value. */
    public static ErrorResponse hide(ErrorResponse error) {
        return new ErrorResponse(kept(error));
    }

    /** The same error, without what may quote a value unless it need not be hidden. */
    public static ErrorResponse hide(ErrorResponse error, Extent hidden) {
        return switch (hidden) {
            case NOTHING -> error;
            case ALL_BUT_KEYS -> QUOTING_KEYS.contains(error.sqlState()) ? error : hide(error);
            case EVERYTHING -> hide(error);
        };
    }

    /**
     * The same error without its CONTEXT, if it is one about locks and timeouts (SQLSTATE classes 40, 55 and 57): there PostgreSQL says
     * where on the disk the row lies that was waited for, and so in which order rows were written.
     */
    public static ErrorResponse hidePlaces(ErrorResponse error) {
        String sqlState = error.sqlState();
        if (!sqlState.startsWith("40") && !sqlState.startsWith("55") && !sqlState.startsWith("57")) {
            return error;
        }
        return new ErrorResponse(error.fields().stream()
                .filter(field -> field.code() != ErrorField.WHERE)
                .toList());
    }

    /** The same notice without what may quote a value. */
    public static NoticeResponse hide(NoticeResponse notice) {
        return new NoticeResponse(kept(notice));
    }

    /** The same notification without its payload. */
    public static NotificationResponse hide(NotificationResponse notification) {
        return new NotificationResponse(notification.processId(), notification.bytes(), Bytes.EMPTY);
    }

    private static List<ErrorField> kept(Diagnostic diagnostic) {
        String sqlState = diagnostic.sqlState();
        boolean named = sqlState.startsWith(INTEGRITY_CONSTRAINT_VIOLATION);
        List<ErrorField> kept = new ArrayList<>();
        for (ErrorField field : diagnostic.fields()) {
            switch (field.code()) {
                case ErrorField.SEVERITY, ErrorField.SEVERITY_LOCALIZED, ErrorField.SQLSTATE -> kept.add(field);
                case ErrorField.MESSAGE -> kept.add(new ErrorField(ErrorField.MESSAGE, message(sqlState)));
                case ErrorField.SCHEMA,
                        ErrorField.TABLE,
                        ErrorField.COLUMN,
                        ErrorField.DATA_TYPE,
                        ErrorField.CONSTRAINT -> {
                    if (named) {
                        kept.add(field);
                    }
                }
                default -> {
                    // A field that is not known, or one that may quote a value.
                }
            }
        }
        return kept;
    }

    private static String message(String sqlState) {
        String name = Conditions.name(sqlState);
        return (name == null ? "SQLSTATE " + sqlState : name) + HIDDEN;
    }
}
