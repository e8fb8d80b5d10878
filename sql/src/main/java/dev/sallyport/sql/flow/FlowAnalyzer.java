package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import org.jspecify.annotations.Nullable;

/** Finds the flow of a statement from its parse tree. Pure, immutable, safe for use by many threads. */
public final class FlowAnalyzer {

    /**
     * The flow of one statement.
     *
     * @param statement the statement's node
     * @param names what its names stand for; null if that isn't known
     */
    public Flow flow(TreeNode statement, @Nullable Namespace names) {
        return Flow.unknown(
                names == null ? "what the database holds is not known" : statement.type() + " is not followed");
    }
}
