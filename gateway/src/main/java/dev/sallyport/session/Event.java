package dev.sallyport.session;

import dev.sallyport.audit.AuditReceipt;
import dev.sallyport.policy.Decided;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import java.util.Map;

/** Everything that can happen to a session. */
public sealed interface Event {

    /** The client's StartupMessage has arrived; TLS is settled by then. */
    record ClientStarted(StartupMessage startup) implements Event {}

    /** The client sent a frame, a run of CopyData bytes, or a head and then, once the session reads again, its rest. */
    record ClientSent(Input input) implements Event {}

    /** The client closed its connection or broke it, or broke the protocol's framing. */
    record ClientGone(String why) implements Event {}

    /** The answer to {@link Actions#admit}. */
    record AdmissionAnswered(Admission admission) implements Event {}

    /**
     * The answer to {@link Actions#connect}: the server is ready for queries.
     *
     * @param processId of its backend, as notifications name it
     */
    record ServerReady(Map<String, String> parameters, int processId) implements Event {}

    /**
     * The answer to {@link Actions#connect}: no connection.
     *
     * @param sqlState 08006 or what the server said
     * @param reason a sentence for the client that tells no credential and no address
     */
    record ServerUnavailable(String sqlState, String reason) implements Event {}

    /** The server sent a frame, a run of DataRow or CopyData bytes, or the head of a row and then its rest. */
    record ServerSent(Input input) implements Event {}

    /** The server closed its connection or broke it, or broke the protocol's framing. */
    record ServerGone(String why) implements Event {}

    /** The answer to {@link Actions#decide}. */
    record DecisionMade(long number, Decided decided) implements Event {}

    /**
     * A first answer to {@link Actions#append}: the record is written, and whether it is durable is still to be said. Comes not at all if
     * that is said at once.
     */
    record Written(long number, AuditReceipt receipt) implements Event {}

    /** An answer to {@link Actions#append}: the record is durable. */
    record Recorded(long number, AuditReceipt receipt) implements Event {}

    /** An answer to {@link Actions#append}: it is not, and nothing may be forwarded on its account. */
    record NotRecorded(long number, String reason) implements Event {}

    /** The answer to {@link Actions#hold}. */
    record HoldAnswered(long number, Verdict verdict) implements Event {}

    /** A timer set by {@link Actions#setTimer} ran out. */
    record TimerExpired(Timer timer) implements Event {}

    /** A CancelRequest with this session's key arrived on another connection. */
    record CancelRequested() implements Event {}

    /**
     * The session must end now: its grant was revoked, the gateway is stopping, its recording failed.
     *
     * @param sqlState 57P01 for all of these
     */
    record EndOrdered(String sqlState, String reason) implements Event {}

    /** What a person, or the lack of one, said of a held statement. */
    sealed interface Verdict {
        /** Forward it. */
        record Approved(String approver) implements Verdict {}

        /** Refuse it: denied by a person, or nobody answered in time. */
        record Refused(String reason) implements Verdict {}
    }
}
