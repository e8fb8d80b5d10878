package dev.sallyport.session;

import dev.sallyport.policy.Decision.Deny;
import dev.sallyport.policy.Reason;
import dev.sallyport.sql.GrammarError;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.DiagnosticBuilder;
import dev.sallyport.wire.ErrorField;
import dev.sallyport.wire.FrontendMessage.FunctionCall;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a statement is refused: the server gets, in its place, a text that its grammar rejects. The server's own ErrorResponse then comes
 * back where the statement's would have, aborts the transaction, and skips what the protocol says is skipped; only its words are
 * exchanged for ours. No error that the gateway made up could keep that order.
 */
final class Refusal {
    private static final String ERROR = "ERROR";
    private static final String SYNTAX_ERROR = "42601";
    private static final String AT_END = " at end of input";
    private static final String AT_OR_NEAR = " at or near \"";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Never stored by the server, because the text is rejected before its name is looked at. */
    private static final String STATEMENT = "sallyport";

    private Refusal() {}

    /** What to send in place of a Query. The reply is an ErrorResponse and a ReadyForQuery. */
    static Bytes query(ErrorResponse refusal, String session, long attempt) {
        return new Query(text(refusal, session, attempt)).encode();
    }

    /** What to send in place of a Parse; like it, it drops the unnamed statement if that is the one it was for. */
    static Bytes parse(ErrorResponse refusal, String statement, String session, long attempt) {
        return new Parse(statement.isEmpty() ? "" : STATEMENT, text(refusal, session, attempt), List.of()).encode();
    }

    /** What to send in place of a Bind or an Execute; it has no effect on any statement or portal. */
    static Bytes other(ErrorResponse refusal, String session, long attempt) {
        return new Parse(STATEMENT, text(refusal, session, attempt), List.of()).encode();
    }

    /** What to send in place of a FunctionCall: a call of the function with OID 0, which does not exist. */
    static Bytes functionCall() {
        return new FunctionCall(Bytes.of(new byte[Integer.BYTES + 3 * Short.BYTES])).encode();
    }

    /**
     * Begins with a word that begins no statement, whatever follows. In place of a text that ends too soon it is one that does: the server
     * reports that from another line of its source.
     */
    private static Bytes text(ErrorResponse refusal, String session, long attempt) {
        String text = "sallyport refused attempt " + attempt + " of session " + session;
        return Bytes.ofUtf8(isOfScanner(refusal) && refusal.message().endsWith(AT_END) ? "TABLE -- " + text : text);
    }

    /** What the client is told of a denial. */
    static ErrorResponse of(Deny deny, String session, long attempt) {
        return error(
                deny.sqlState(), deny.message(), deny.hint(), deny.position(), deny.reasons(), session, attempt, null);
    }

    /** What the client is told of a text that the grammar rejects: what the server would have said of it, but for its place. */
    static ErrorResponse ofGrammar(Deny deny) {
        GrammarError more = GrammarError.of(deny.message());
        DiagnosticBuilder<ErrorResponse> error = ErrorResponse.builder(ERROR, more.sqlState(), deny.message());
        if (!more.detail().isEmpty()) {
            error.detail(more.detail());
        }
        if (!more.hint().isEmpty()) {
            error.hint(more.hint());
        }
        if (deny.position() > 0) {
            error.with(ErrorField.POSITION, Integer.toString(deny.position()));
        }
        return error.build();
    }

    /**
     * What the client is told when the server has refused what was sent instead. If both are about what a scanner found in a text, it
     * is the server's error in all but where and at what.
     */
    static ErrorResponse answer(ErrorResponse refusal, ErrorResponse error) {
        if (!isOfScanner(refusal) || !isOfScanner(error)) {
            return refusal;
        }
        // The scanner has two lines for this, one of them for the end of a text.
        boolean sameLine = error.message().endsWith(AT_END) == refusal.message().endsWith(AT_END);
        List<ErrorField> fields = new ArrayList<>();
        for (ErrorField field : error.fields()) {
            switch (field.code()) {
                case ErrorField.MESSAGE, ErrorField.POSITION ->
                    refusal.fields().stream()
                            .filter(own -> own.code() == field.code())
                            .forEach(fields::add);
                case ErrorField.LINE -> {
                    if (sameLine) {
                        fields.add(field);
                    }
                }
                default -> fields.add(field);
            }
        }
        return new ErrorResponse(fields);
    }

    /** The server's scanner ends its messages in one of two ways, and names no reason and no way out. */
    private static boolean isOfScanner(ErrorResponse error) {
        return error.sqlState().equals(SYNTAX_ERROR)
                && error.fields().stream()
                        .noneMatch(field -> field.code() == ErrorField.DETAIL || field.code() == ErrorField.HINT)
                && isOfScanner(error.message());
    }

    /** Whether the scanner says a message: it does for itself and for the grammar, in all versions alike. */
    static boolean isOfScanner(String message) {
        return message.contains(AT_OR_NEAR) || message.endsWith(AT_END);
    }

    /** What the client is told when approval was refused, ran out or was withdrawn. */
    static ErrorResponse ofHold(String message, List<Reason> reasons, String session, long attempt, String request) {
        return error(
                "57014",
                message,
                "The statement was not run. Ask again with a reason that an approver can judge, or do without it.",
                0,
                reasons,
                session,
                attempt,
                request);
    }

    /** An error whose text stands in for what the server would have said, with nothing to explain. */
    static ErrorResponse plain(String sqlState, String message) {
        return ErrorResponse.builder(ERROR, sqlState, message).build();
    }

    /** What the client is told of a byte that stands for no character, in the server's words. */
    static ErrorResponse ofByte(Bytes text, ClientEncoding encoding) {
        int at = 0;
        while (encoding.toUtf8(text.slice(at, 1)) != null) {
            at++;
        }
        return plain(
                "22P05",
                "character with byte sequence 0x%02x in encoding \"%s\" has no equivalent in encoding \"UTF8\""
                        .formatted(text.at(at), encoding.name()));
    }

    /** What the client is told if the server may read otherwise than was decided on, and so has passed over what came. */
    static ErrorResponse ofReading() {
        return ErrorResponse.builder(ERROR, "0A000", "a setting was changed that texts are read by")
                .hint("Let the change be answered, up to ReadyForQuery, before what depends on it is sent.")
                .build();
    }

    /** What the client is told of a function call that can't be decided, held or masked. */
    static ErrorResponse ofFunctionCall() {
        return plain("0A000", "this function can't be called by the function call protocol; call it by SELECT");
    }

    private static ErrorResponse error(
            String sqlState,
            String message,
            String hint,
            int position,
            List<Reason> reasons,
            String session,
            long attempt,
            @Nullable String request) {
        DiagnosticBuilder<ErrorResponse> error = ErrorResponse.builder(ERROR, sqlState, message);
        error.detail(detail(reasons, session, attempt, request));
        if (!hint.isEmpty()) {
            error.hint(hint);
        }
        if (position > 0) {
            error.with(ErrorField.POSITION, Integer.toString(position));
        }
        return error.with(ErrorField.ROUTINE, "sallyport").build();
    }

    /** One JSON object, so that an agent can act on it. */
    static String detail(List<Reason> reasons, String session, long attempt, @Nullable String request) {
        Map<String, Object> detail = new LinkedHashMap<>();
        if (!reasons.isEmpty()) {
            detail.put("rule", reasons.getFirst().rule());
        }
        detail.put("reasons", reasons.stream().map(Reason::fact).toList());
        if (!reasons.isEmpty() && reasons.getFirst().use() != null) {
            detail.put("use", reasons.getFirst().use().word());
        }
        if (!reasons.isEmpty() && !reasons.getFirst().why().isEmpty()) {
            detail.put("why", reasons.getFirst().why());
        }
        if (!reasons.isEmpty() && reasons.getFirst().risk() != null) {
            detail.put("risk", reasons.getFirst().risk().score());
            detail.put("riskParts", reasons.getFirst().risk().parts());
        }
        detail.put("session", session);
        detail.put("attempt", attempt);
        if (request != null) {
            detail.put("request", request);
        }
        return JSON.writeValueAsString(detail);
    }
}
