package dev.sallyport.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Puts an ErrorResponse or a NoticeResponse together, the fields in the order of the calls. Not thread-safe.
 *
 * @param <M> which of the two
 */
public final class DiagnosticBuilder<M extends Diagnostic> {
    private final Function<List<ErrorField>, M> constructor;
    private final List<ErrorField> fields = new ArrayList<>();

    DiagnosticBuilder(Function<List<ErrorField>, M> constructor, String severity, String sqlState, String message) {
        this.constructor = constructor;
        with(ErrorField.SEVERITY_LOCALIZED, severity);
        with(ErrorField.SEVERITY, severity);
        with(ErrorField.SQLSTATE, sqlState);
        with(ErrorField.MESSAGE, message);
    }

    /** Adds DETAIL. */
    public DiagnosticBuilder<M> detail(String detail) {
        return with(ErrorField.DETAIL, detail);
    }

    /** Adds HINT. */
    public DiagnosticBuilder<M> hint(String hint) {
        return with(ErrorField.HINT, hint);
    }

    /** Adds any field, by one of the codes of {@link ErrorField}. */
    public DiagnosticBuilder<M> with(byte code, String value) {
        fields.add(new ErrorField(code, value));
        return this;
    }

    /** The message. */
    public M build() {
        return constructor.apply(fields);
    }
}
