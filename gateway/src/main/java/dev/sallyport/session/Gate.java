package dev.sallyport.session;

import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Situation;
import dev.sallyport.wire.Frame;
import org.jspecify.annotations.Nullable;

/** Why the client's next message is not looked at yet. */
sealed interface Gate {

    /**
     * A decision is being made.
     *
     * @param situation in which it was sent
     * @param approved the wait that a person ended by approving it, after which it is decided once more; null for the first time
     */
    record Deciding(
            long number,
            Request request,
            Situation situation,
            @Nullable Holding approved) implements Gate {}

    /**
     * A decision is being made once more, of a portal that is to be executed.
     *
     * @param execute the message that asks for it
     */
    record DecidingAgain(long number, Frame execute, Portal portal) implements Gate {}

    /**
     * A person is being asked.
     *
     * @param id the request for approval, as shown to people
     */
    record Holding(long number, String id, Request request, Decided decided, Attempt attempt) implements Gate {}

    /**
     * It was decided, and goes on once it is certain whether the server answers in UTF-8: masked values may be in the answer. It is decided
     * anew then.
     *
     * @param inFlight how many messages were unanswered when that was found
     */
    record Unsettled(Request request, @Nullable Holding approved, int inFlight) implements Gate {}

    /**
     * A COPY was started whose direction only the server's answer tells; what follows may be its data.
     *
     * @param copy the message that started it
     */
    record AwaitingCopy(Expected copy) implements Gate {}

    /**
     * The message names a prepared statement or a portal of which it is not certain yet what it stands for, or it carries a text of which it
     * is not certain yet what the server reads it by.
     *
     * @param inFlight how many messages were unanswered when that was found
     */
    record Settling(int inFlight) implements Gate {}
}
