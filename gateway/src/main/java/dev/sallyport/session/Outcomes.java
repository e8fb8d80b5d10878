package dev.sallyport.session;

import dev.sallyport.audit.AuditRecord;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes what came of attempts: each once, whatever it was. */
final class Outcomes {
    private final Session session;

    Outcomes(Session session) {
        this.session = session;
    }

    /** The rows that a write changed are in its tag alone; those of a read were counted as they passed. */
    static void tally(Attempt attempt, @Nullable CommandComplete complete) {
        if (complete != null) {
            attempt.commandTag = complete.tag();
            if (!complete.tag().startsWith("SELECT") && !complete.tag().startsWith("FETCH")) {
                attempt.rows = Math.max(attempt.rows, complete.rows().orElse(0));
            }
        }
    }

    /** Writes what came of an attempt, unless that is written already. */
    void finish(Attempt attempt, String outcome, @Nullable String sqlState) {
        if (attempt.finished) {
            return;
        }
        attempt.finished = true;
        session.actions()
                .append(new AuditRecord.StatementFinished(
                        session.id(),
                        attempt.number,
                        outcome,
                        attempt.rows,
                        attempt.bytes,
                        Duration.ofNanos(session.now() - attempt.startedNanos),
                        sqlState == null ? attempt.sqlState : sqlState,
                        attempt.commandTag));
    }

    /** Writes what came of the attempt that a message carries, if it carries one. */
    void finish(Expected expected, String outcome) {
        switch (expected) {
            case Expected.OfParse parse -> finish(parse.attempt(), outcome, null);
            case Expected.OfBind(var portal) -> finish(portal.attempt, outcome, null);
            case Expected.OfExecute execute -> finish(execute.attempt(), outcome, null);
            case Expected.OfQuery query -> finish(query.attempt, outcome, null);
            case Expected.OfRefusal refused ->
                finish(refused.attempt(), "denied", refused.refusal().sqlState());
            case Expected.OfFunctionCall(var attempt, var refusal) ->
                finish(attempt, refusal == null ? outcome : "denied", refusal == null ? null : refusal.sqlState());
            case Expected.OfDescribe _, Expected.OfClose _, Expected.OfSync _, Expected.OfCheck _ -> {
                // It carries no attempt of its own.
            }
        }
    }
}
