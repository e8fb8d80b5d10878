package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Dependencies.Way;
import dev.sallyport.sql.parser.TreeNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What decides whether a statement fails while it runs, with which error, or what it costs by orders of magnitude. For one thread.
 *
 * <p>An operation that can fail fails by its operands, and by whether it comes to be evaluated at all. The planner is free to evaluate
 * conditions in any order and to move what a subquery computes to where it is named. So what decides the rows of any query of the
 * statement decides whether any of its operations fails; what chooses within an expression (CASE, COALESCE, AND, OR, FILTER) decides that
 * of what stands inside it, or is named inside it and computed elsewhere.
 */
final class Failures {
    private final Set<Integer> relationsThatCanFail = new HashSet<>();
    private Dependencies operands = Dependencies.NONE;
    private Dependencies rows = Dependencies.NONE;
    private Dependencies choices = Dependencies.NONE;
    private int operations;
    private int refusals;
    private int named;
    private boolean ofEveryGroup;

    /** A place in the order of what was found, for {@link #chosenBy}. */
    record Mark(int operations, int named) {}

    /** An operation that can fail, or take more time or memory than its operands' size accounts for. */
    void operation(Dependencies operandsOfIt) {
        operations++;
        operands = operands.and(operandsOfIt.asCondition());
    }

    /** A write that can be refused for what it writes. The rows that it writes have been found by then. */
    void refusal(Dependencies decidedBy) {
        refusals++;
        operation(decidedBy);
    }

    /** A value is named that is computed elsewhere. */
    void named(Column column) {
        if (column.value().plain() == null
                || column.stands().stream().anyMatch(id -> relationsThatCanFail.contains(id.relation()))) {
            named++;
        }
    }

    /** A relation is read; one that computes something can fail. */
    void read(NamedRelation relation, Namespace names) {
        names.failures(relation.oid()).ifPresent(decidedBy -> {
            relationsThatCanFail.add(relation.oid());
            operation(decidedBy);
        });
    }

    Mark mark() {
        return new Mark(operations, named);
    }

    /** What was found since a mark is evaluated, or not, by some conditions. */
    void chosenBy(Dependencies conditions, Mark mark) {
        if (operations > mark.operations()) {
            operands = operands.and(conditions.asCondition());
        } else if (named > mark.named()) {
            choices = choices.and(conditions.asCondition());
        }
    }

    /** What was found since a mark is evaluated for every group, also for those that are left out then. */
    void ofEveryGroupSince(Mark mark) {
        ofEveryGroup |= operations > mark.operations();
    }

    /** What decides the rows of one query of the statement. */
    void rows(Dependencies conditions) {
        rows = rows.and(conditions.asCondition());
    }

    /** Whether anything in the statement can fail. */
    boolean possible() {
        return operations > 0;
    }

    /** Whether anything in the statement writes. */
    boolean ofWrites() {
        return refusals > 0;
    }

    /** All of it, by condition; nothing if nothing can fail. */
    Dependencies all() {
        if (!possible()) {
            return Dependencies.NONE;
        }
        Dependencies all = byJoins(Dependencies.all(List.of(operands, rows, choices)));
        return ofEveryGroup ? all.widened(Way.AGGREGATE) : all;
    }

    /**
     * What decides the rows of a statement that tells by failing how far it came. A join by sorting reads each side up to where the other
     * ends, and what is computed on the way fails for the rows that it reads: that tells which values lie before which.
     */
    Dependencies byJoins(Dependencies conditions) {
        return operations > refusals ? conditions.widened(Way.MATCH) : conditions;
    }

    /** Whether a statement is one whose failures are followed: not one that defines, runs a text, or is run later. */
    static boolean followed(TreeNode statement) {
        return switch (statement.type()) {
            case "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" -> true;
            case "CopyStmt" -> !statement.flag("is_from");
            default -> false;
        };
    }
}
