package dev.sallyport.session;

import dev.sallyport.masking.MaskingFailure;
import dev.sallyport.masking.ServerTexts;
import dev.sallyport.policy.Hiding.Extent;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.ProtocolViolation;
import java.util.Set;

/**
 * The server's errors: what each of them ends, and what the client is told of it. An error that answers a refusal is said in the
 * gateway's words; of any other the values go that may be masked ones.
 */
final class Errors {
    private static final String CANCELED = "57014";
    private static final Set<String> NO_ROOM = Set.of("53200", "54000");
    private static final String INTERNAL_ERROR = "XX000";
    private static final String TOO_LARGE_TO_MAKE = "invalid memory alloc request size";

    private final Session session;
    private final InFlight inFlight;
    private final Outcomes outcomes;
    private final Delivery delivery;
    private boolean fatal;

    Errors(Session session, InFlight inFlight, Outcomes outcomes, Delivery delivery) {
        this.session = session;
        this.inFlight = inFlight;
        this.outcomes = outcomes;
        this.delivery = delivery;
    }

    /** Whether the server said that it ends the session. */
    boolean wereFatal() {
        return fatal;
    }

    /** Takes in an ErrorResponse. */
    void take(Frame frame) throws ProtocolViolation, MaskingFailure {
        ErrorResponse error = (ErrorResponse) BackendMessages.decode(frame);
        Expected failed = inFlight.first();
        if (failed != null && failed.answer().tells() && isTooLong(error)) {
            // A row that comes and is too long ends the session; if one that does not come did less, that would tell
            // the two apart.
            throw MaskingFailure.tooLong("the server has no room for a row: " + error.sqlState());
        }
        if (isFatal(error) || failed == null) {
            fatal |= isFatal(error);
            sendError(frame, error, inFlight.hidden());
            if (failed != null) {
                mark(failed, error.sqlState());
            } else if (!fatal && inFlight.isCycleOpen()) {
                inFlight.takeToSync();
            }
            return;
        }
        if (inFlight.isFirstInDoubt() && error.sqlState().equals(CANCELED)) {
            session.end(
                    "08006",
                    "a statement was cancelled, and which one can't be told",
                    "End an extended query by Sync before a simple one.",
                    "a cancelled statement could not be told from the one before it");
            return;
        }
        switch (failed) {
            case Expected.OfQuery query -> {
                // ReadyForQuery follows and takes it out of flight.
                ErrorResponse refusal = query.refusal;
                query.attempt.sqlState = refusal == null ? error.sqlState() : refusal.sqlState();
                if (refusal == null) {
                    sendError(frame, error, inFlight.hidden());
                } else {
                    delivery.send(Refusal.answer(refusal, error).encode());
                    outcomes.finish(query.attempt, "denied", refusal.sqlState());
                }
            }
            case Expected.OfSync _ -> sendError(frame, error, inFlight.hidden());
            case Expected.OfFunctionCall(var attempt, var refusal) -> {
                // As with a query.
                if (refusal == null) {
                    attempt.sqlState = error.sqlState();
                    sendError(frame, error, inFlight.hidden());
                } else {
                    delivery.send(refusal.encode());
                    outcomes.finish(attempt, "denied", refusal.sqlState());
                }
            }
            case Expected.OfRefusal(var attempt, var refusal, var dropsUnnamed) -> {
                delivery.send(Refusal.answer(refusal, error).encode());
                outcomes.finish(attempt, "denied", refusal.sqlState());
                if (dropsUnnamed) {
                    inFlight.prepared().confirmGone("");
                }
                inFlight.takeToSync().forEach(skipped -> outcomes.finish(skipped, "skipped"));
            }
            case Expected.OfCheck _
            when ReadingCheck.failed(error) -> {
                delivery.send(Refusal.ofReading().encode());
                inFlight.takeToSync().forEach(skipped -> outcomes.finish(skipped, "skipped"));
            }
            default -> {
                sendError(frame, error, inFlight.hidden());
                mark(failed, error.sqlState());
                inFlight.takeToSync().forEach(skipped -> outcomes.finish(skipped, "skipped"));
            }
        }
    }

    private void mark(Expected failed, String sqlState) {
        switch (failed) {
            case Expected.OfExecute execute -> outcomes.finish(execute.attempt(), "failed", sqlState);
            case Expected.OfBind(var portal) -> outcomes.finish(portal.attempt, "failed", sqlState);
            case Expected.OfParse(var statement, var attempt) -> {
                outcomes.finish(attempt, "failed", sqlState);
                if (statement.name().isEmpty()) {
                    inFlight.prepared().confirmGone("");
                }
            }
            case Expected.OfQuery query -> query.attempt.sqlState = sqlState;
            case Expected.OfFunctionCall call -> call.attempt().sqlState = sqlState;
            default -> {
                // It carries no attempt of its own.
            }
        }
    }

    private static boolean isTooLong(ErrorResponse error) {
        return NO_ROOM.contains(error.sqlState())
                || (error.sqlState().equals(INTERNAL_ERROR) && error.message().startsWith(TOO_LARGE_TO_MAKE));
    }

    private static boolean isFatal(ErrorResponse error) {
        return error.severity().equals("FATAL") || error.severity().equals("PANIC");
    }

    private void sendError(Frame frame, ErrorResponse error, Extent hidden) {
        ErrorResponse kept = ServerTexts.hide(error, hidden);
        if (!kept.equals(error)) {
            delivery.send(kept.encode());
        } else {
            ErrorResponse shown = inFlight.anythingMasked() ? ServerTexts.hidePlaces(error) : error;
            delivery.send(shown.equals(error) ? frame.bytes() : shown.encode());
        }
    }
}
