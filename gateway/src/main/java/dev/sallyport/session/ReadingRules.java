package dev.sallyport.session;

import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Decision.Deny;
import dev.sallyport.policy.Reason;
import dev.sallyport.policy.SessionChange;
import dev.sallyport.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the encoding of a session forbids of statements that are allowed otherwise. Where an encoding lacks a character the server fails
 * (22P05) instead of sending it, and so tells of values before they can be masked: masked values may be in answers in UTF-8 alone.
 */
final class ReadingRules {
    private static final String MASKS = "builtin/masks";
    private static final String SETTINGS = "builtin/settings";

    /** What becomes of a statement. */
    sealed interface Passage {
        /** Nothing speaks against it. */
        record Free() implements Passage {}

        /** It may go behind a check that the server's encoding is still that of the session. */
        record Checked() implements Passage {}

        /** It can be told once more is answered. */
        record Later() implements Passage {}

        /** It is refused. */
        record Refused(Deny denial) implements Passage {}
    }

    private static final Passage FREE = new Passage.Free();

    private final InFlight inFlight;
    private final SessionEncoding encoding;

    ReadingRules(InFlight inFlight) {
        this.inFlight = inFlight;
        this.encoding = inFlight.encoding();
    }

    /**
     * Of a text that is to run, or of a portal.
     *
     * @param alone whether it is no part of an extended query: a check before it that fails would have it passed over, with no Sync to come
     */
    Passage of(List<Statement> statements, SessionChange change, AnswerRules answer, boolean alone) {
        boolean leaves = encoding.mayLeaveUtf8(statements);
        String forbidden = forbidden(statements, answer, leaves);
        if (forbidden != null) {
            return refused(SETTINGS, forbidden, "Leave client_encoding as it is.");
        }
        boolean takesBack =
                statements.size() == 1 && statements.getFirst().kind().equals("ROLLBACK");
        if (!answer.tells() && (takesBack || !inFlight.hidesToTheEnd())) {
            return FREE;
        }
        boolean another = leaves
                || (!encoding.isOnlyUtf8()
                        && statements.size() > 1
                        && (change != SessionChange.NOTHING || SessionEncoding.names(statements)));
        if (another || (encoding.isSettled() && !encoding.reported().isUtf8())) {
            return refused();
        } else if (encoding.isSettled()) {
            return FREE;
        } else if (!inFlight.isCycleOpen() && inFlight.size() > 0) {
            return alone || !encoding.reported().isUtf8() ? new Passage.Later() : new Passage.Checked();
        }
        return encoding.reported().isUtf8() ? new Passage.Checked() : refused();
    }

    /** Why an encoding can't be changed; null if it can. */
    private @Nullable String forbidden(List<Statement> statements, AnswerRules answer, boolean leaves) {
        if (leaves && !encoding.isConvertible()) {
            return "changing client_encoding where the database's own encoding is not UTF8";
        } else if (leaves && inFlight.listensUnderMasks()) {
            return "changing client_encoding where notifications may carry masked values";
        } else if (!answer.masks().isEmpty() && !encoding.isOnlyUtf8() && InFlight.listens(statements)) {
            return "LISTEN in a session whose client_encoding was not always UTF8: notifications may carry masked"
                    + " values";
        }
        return null;
    }

    private Passage refused() {
        String now = encoding.isSettled() && !encoding.reported().isUtf8()
                ? "client_encoding is " + encoding.reported().name()
                : "client_encoding may not be UTF8 by then";
        return refused(
                MASKS,
                now + ", and that a character is lacking in it would tell of masked values",
                "SET client_encoding = 'UTF8' by itself first.");
    }

    private static Passage refused(String rule, String fact, String hint) {
        return new Passage.Refused(
                new Deny("42501", "refused by " + rule + ": " + fact, hint, List.of(new Reason(rule, fact))));
    }

    /** The refusal of a text, or of parameters, that were read by an encoding that is not the session's any more. */
    static Deny stale() {
        String fact = "client_encoding was changed while the statement waited";
        return new Deny("0A000", fact, "Send it again.", List.of(new Reason(SETTINGS, fact)));
    }
}
