package dev.sallyport.session;

import dev.sallyport.masking.MaskPlan;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.SessionChange;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that is with the server, or on its way there, and has not been answered. The server answers in order. */
sealed interface Expected {

    /** The attempt that an answer to it may tell of, if it tells of one that answers before have not told of. */
    default @Nullable Attempt account() {
        return switch (this) {
            case OfParse parse -> parse.attempt();
            case OfBind(var portal) -> portal.attempt;
            case OfDescribe(var portal, var _) -> portal == null ? null : portal.attempt;
            case OfExecute execute -> execute.attempt();
            case OfRefusal refused -> refused.attempt();
            case OfFunctionCall(var attempt, var _) -> attempt;
            case OfQuery query -> query.attempt;
            case OfClose _, OfSync _, OfCheck _ -> null;
        };
    }

    /** What its answer is subjected to. Preparing reads nothing. */
    default AnswerRules answer() {
        return switch (this) {
            case OfQuery query -> query.answer;
            case OfBind(var portal) -> portal.answer;
            case OfExecute(var portal, var _) -> portal.answer;
            case OfDescribe(var portal, var _) -> portal == null ? AnswerRules.UNCHANGED : portal.answer;
            case OfFunctionCall _, OfParse _, OfRefusal _, OfClose _, OfSync _, OfCheck _ -> AnswerRules.UNCHANGED;
        };
    }

    /** The statements that the server runs because of it. */
    default List<Statement> statements() {
        return switch (this) {
            case OfQuery query -> query.statements;
            case OfBind(var portal) -> portal.statements;
            case OfExecute(var portal, var _) -> portal.statements;
            case OfFunctionCall _, OfParse _, OfDescribe _, OfRefusal _, OfClose _, OfSync _, OfCheck _ -> List.of();
        };
    }

    /** What it can leave changed in the session. What is only parsed runs nothing. */
    default SessionChange change() {
        return switch (this) {
            case OfQuery query -> query.change;
            case OfBind(var portal) -> portal.change;
            case OfExecute(var portal, var _) -> portal.change;
            // Of the functions that can be called large objects' are the only ones.
            case OfFunctionCall _, OfParse _, OfDescribe _, OfRefusal _, OfClose _, OfSync _, OfCheck _ ->
                SessionChange.NOTHING;
        };
    }

    /** ParseComplete. */
    record OfParse(Prepared prepared, Attempt attempt) implements Expected {}

    /** BindComplete. */
    record OfBind(Portal portal) implements Expected {}

    /**
     * ParameterDescription, RowDescription or NoData.
     *
     * @param portal the portal, if one that is known is described
     * @param own whether the session asked by itself, so that the client must not see the answer
     */
    record OfDescribe(@Nullable Portal portal, boolean own) implements Expected {}

    /** Rows or copied data, then CommandComplete, EmptyQueryResponse or PortalSuspended. */
    record OfExecute(Portal portal, Attempt attempt) implements Expected {}

    /**
     * The server's refusal of what was sent in place of a Parse, a Bind or an Execute.
     *
     * @param refusal what the client is told instead
     * @param dropsUnnamed whether the unnamed statement is gone with it, as it is when a Parse for it fails
     */
    record OfRefusal(Attempt attempt, ErrorResponse refusal, boolean dropsUnnamed) implements Expected {}

    /**
     * FunctionCallResponse, then ReadyForQuery.
     *
     * @param refusal what the client is told instead, if it is the server's refusal of what was sent in place of a FunctionCall
     */
    record OfFunctionCall(Attempt attempt, @Nullable ErrorResponse refusal) implements Expected {}

    /** CloseComplete. */
    record OfClose(boolean ofPortal, String name) implements Expected {}

    /**
     * What {@link ReadingCheck} asked, of which the client must not see the answer.
     *
     * @param closes whether CloseComplete is expected; otherwise it is ParseComplete
     */
    record OfCheck(boolean closes) implements Expected {}

    /** ReadyForQuery. */
    record OfSync() implements Expected {}

    /** Everything up to ReadyForQuery. */
    final class OfQuery implements Expected {
        final Attempt attempt;
        final List<Statement> statements;
        final AnswerRules answer;
        final SessionChange change;
        final @Nullable ErrorResponse refusal;

        /** How many of its statements are done. */
        int done;

        /** How the rows of the statement at hand are masked; null before its RowDescription. */
        @Nullable
        MaskPlan plan;

        /** What may go on. */
        OfQuery(Attempt attempt, Decided decided, AnswerRules answer) {
            this.attempt = attempt;
            this.statements = decided.statements();
            this.answer = answer;
            this.change = decided.sessionChange();
            this.refusal = null;
        }

        /** What is sent in place of a text that is refused. */
        OfQuery(Attempt attempt, ErrorResponse refusal) {
            this.attempt = attempt;
            this.statements = List.of();
            this.answer = AnswerRules.UNCHANGED;
            this.change = SessionChange.NOTHING;
            this.refusal = refusal;
        }
    }
}
