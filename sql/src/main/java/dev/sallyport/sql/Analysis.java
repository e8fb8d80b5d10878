package dev.sallyport.sql;

import java.util.List;

/** What the analysis of one SQL text came to. A text may hold no statement, one, or several. */
public sealed interface Analysis {

    /** Every statement of the text, in order; empty for an empty text or one of comments alone. */
    record Understood(List<Statement> statements) implements Analysis {
        public Understood {
            statements = List.copyOf(statements);
        }
    }

    /**
     * PostgreSQL's grammar rejects the text.
     *
     * @param message PostgreSQL's own message
     * @param position where, in characters from 1, or 0 if unknown
     */
    record SyntaxError(String message, int position) implements Analysis {}

    /** The text is not looked at, or could not be: too long, hostile, too slow, or of a form the analysis does not know. */
    record Refused(String reason) implements Analysis {}
}
