package dev.sallyport.sql.body;

import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The code of a function, a procedure or a DO block. Immutable. */
public sealed interface RoutineBody {

    /**
     * It was read, all of it.
     *
     * @param pieces its statements and expressions; a piece may still hold what can't be read, as every statement may
     * @param variables the names of its parameters and variables, which stand for no column
     */
    record Read(List<Piece> pieces, Set<String> variables) implements RoutineBody {
        public Read {
            pieces = List.copyOf(pieces);
            variables = Set.copyOf(variables);
        }
    }

    /**
     * It can't be.
     *
     * @param reason why, as a sentence without a full stop
     */
    record Unreadable(String reason) implements RoutineBody {}

    /** A part of a body that runs as a whole. */
    sealed interface Piece {

        /**
         * A statement.
         *
         * @param statement its node
         * @param source its own text, without what stands around it
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record OfStatement(TreeNode statement, byte[] source) implements Piece {}

        /** An expression, as the SELECT that computes it. */
        record OfExpression(TreeNode select) implements Piece {}

        /**
         * An expression whose value is run as a text.
         *
         * @param select the SELECT that computes it
         * @param statements the statements of the text, if it is a constant that could be read; empty otherwise
         * @param by the functions and operators of the system by which the text is made of constants; if a name means another's, the text
         *     is another
         * @param unreadable why they can't be read; null if they could
         */
        record OfDynamic(
                TreeNode select,
                List<OfStatement> statements,
                List<FunctionUse> by,
                @Nullable String unreadable) implements Piece {
            public OfDynamic {
                statements = List.copyOf(statements);
                by = List.copyOf(by);
            }
        }

        /**
         * The end of a transaction.
         *
         * @param kind the command tag: COMMIT or ROLLBACK
         */
        record OfTransaction(String kind) implements Piece {}
    }
}
