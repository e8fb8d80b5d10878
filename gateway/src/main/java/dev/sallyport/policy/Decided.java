package dev.sallyport.policy;

import dev.sallyport.sql.Statement;
import java.util.List;

/**
 * A decision and the statements it was made on.
 *
 * @param decision for the text as a whole: the strictest of its statements' decisions
 * @param statements the statements of the text; empty for an empty text and for one that could not be understood
 */
public record Decided(Decision decision, List<Statement> statements) {
    public Decided {
        statements = List.copyOf(statements);
    }
}
