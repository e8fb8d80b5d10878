package dev.sallyport.sql.flow;

import dev.sallyport.sql.RawTree;
import dev.sallyport.sql.body.RoutineBody;
import dev.sallyport.sql.parser.TreeNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the flow of a statement from its parse tree. Pure, immutable, safe for use by many threads. */
public final class FlowAnalyzer {

    /**
     * How much is followed; what is beyond is unknown.
     *
     * @param steps how many parts of a statement are looked at, those that are looked at again included, from 1
     * @param entries how long each list of a flow can be, from 1
     */
    public record Limits(int steps, int entries) {
        /** More than what people and their tools write takes. */
        public static final Limits DEFAULT = new Limits(2_000_000, 20_000);

        public Limits {
            if (steps < 1 || entries < 1) {
                throw new IllegalArgumentException("steps and entries are at least 1");
            }
        }
    }

    private final RawTree tree;
    private final Limits limits;

    /** @param tree the vocabulary of parse trees */
    public FlowAnalyzer(RawTree tree) {
        this(tree, Limits.DEFAULT);
    }

    /** @param tree the vocabulary of parse trees */
    public FlowAnalyzer(RawTree tree, Limits limits) {
        this.tree = tree;
        this.limits = limits;
    }

    /**
     * The flow of one statement.
     *
     * @param statement the statement's node, nested no deeper than the stack allows
     * @param names what its names stand for; null if that isn't known
     */
    public Flow flow(TreeNode statement, @Nullable Namespace names) {
        return flow(statement, names, Set.of());
    }

    /**
     * The flow of a DO statement.
     *
     * @param body the block's code
     */
    public Flow flow(TreeNode statement, @Nullable Namespace names, RoutineBody body) {
        Set<String> variables = switch (body) {
            case RoutineBody.Read read -> read.variables();
            case RoutineBody.Unreadable _ -> Set.of();
        };
        return names == null
                ? Flow.unknown("what the database holds is not known")
                : new Statements(new Resolver(tree, names, new Findings(limits), variables), body).flow(statement);
    }

    /**
     * The flow of one statement of a function's body.
     *
     * @param variables names of parameters and variables: each means a value that comes from elsewhere, where no column has its name
     */
    public Flow flow(TreeNode statement, @Nullable Namespace names, Set<String> variables) {
        return names == null
                ? Flow.unknown("what the database holds is not known")
                : new Statements(new Resolver(tree, names, new Findings(limits), variables)).flow(statement);
    }
}
