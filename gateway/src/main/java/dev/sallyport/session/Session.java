package dev.sallyport.session;

import dev.sallyport.audit.AuditRecord;
import dev.sallyport.session.Admission.Admitted;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.SqlState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client's session: a machine that takes events and asks for actions. It does no I/O, reads no clock and starts no thread, so that
 * the same events in the same order always give the same actions.
 *
 * <p>Not thread-safe: whoever drives it makes its calls from one thread at a time. {@link #step} must not be called from inside an
 * action. Any doubt ends in a denial, or in the end of the session.
 */
public final class Session {
    private static final String FATAL = "FATAL";

    private final SessionIdentity identity;
    private final SessionSettings settings;
    private final BackendKeyData key;
    private final Actions actions;

    private @Nullable Stage stage = new Entry(this);
    private @Nullable Traffic traffic;
    private long now;
    private long startedNanos = Long.MIN_VALUE;
    private long appends;

    /**
     * A session that waits for its client's StartupMessage.
     *
     * @param key what the client may cancel its statements with: the gateway's own, never the server's
     */
    public Session(SessionIdentity identity, SessionSettings settings, BackendKeyData key, Actions actions) {
        this.identity = identity;
        this.settings = settings;
        this.key = key;
        this.actions = actions;
    }

    /**
     * Takes in one event and calls the actions that follow from it. Events after the end of the session are ignored.
     *
     * @param nanoTime a monotonic clock's reading, in nanoseconds; for durations alone
     */
    public void step(Event event, long nanoTime) {
        now = nanoTime;
        if (startedNanos == Long.MIN_VALUE) {
            startedNanos = nanoTime;
        }
        Stage current = stage;
        if (current == null) {
            return;
        }
        try {
            switch (event) {
                case Event.ClientGone(var why) -> closeQuietly(why);
                case Event.EndOrdered(var sqlState, var reason) -> end(sqlState, reason, "", reason);
                case Event.TimerExpired(var timer)
                when timer == Timer.GRANT ->
                    end("57P01", "the grant has ended", "Connect again with a new token.", "the grant ended");
                case Event.TimerExpired(var timer)
                when timer == Timer.STARTUP -> end("57014", "start-up took too long", "", "start-up took too long");
                case Event.NotRecorded _ ->
                    end(
                            "58030",
                            "the audit journal can't be written, so nothing may run",
                            "Try again once the gateway's operator has repaired it.",
                            "the audit journal could not be written");
                default -> current.on(event);
            }
        } catch (ProtocolViolation violation) {
            end(SqlState.PROTOCOL_VIOLATION, String.valueOf(violation.getMessage()), "", "protocol violation");
        }
    }

    /** Whether backend messages of a type, at this moment, go to the client without a look at their content. */
    public boolean passesFromServer(int type) {
        return traffic != null && traffic.passesFromServer((byte) type);
    }

    /** Whether frontend messages of a type, at this moment, go to the server without a look at their content. */
    public boolean passesFromClient(int type) {
        return traffic != null && traffic.passesFromClient((byte) type);
    }

    /** Whether the client is past its secrets, so that what it sends may be recorded. */
    public boolean isOpen() {
        return traffic != null;
    }

    /** Whether it is over; it asks for nothing any more. */
    public boolean isClosed() {
        return stage == null;
    }

    // -- for the stages

    Actions actions() {
        return actions;
    }

    SessionSettings settings() {
        return settings;
    }

    String id() {
        return identity.id();
    }

    String client() {
        return identity.client();
    }

    long now() {
        return now;
    }

    /** A number that no other append, decision or hold of this session has. */
    long nextNumber() {
        return ++appends;
    }

    /** The account of the session's own opening. */
    Attempt newAppend() {
        return new Attempt(nextNumber(), 0, now, false, 0);
    }

    void enter(Admitted admitted, Attempt opening, Stated stated, Event.ServerReady server) {
        actions.setTimer(Timer.STARTUP, null);
        Traffic entered = new Traffic(
                this, admitted.principal(), admitted.grant(), opening, new SessionFacts(stated, startedNanos), server);
        traffic = entered;
        stage = entered;
        entered.welcome(server.parameters(), key);
        actions.readClient(true);
    }

    /** Ends the session with a FATAL error that the client can read, if it is in a place to read one. */
    void end(String sqlState, String message, String hint, String why) {
        if (traffic == null || traffic.clientAtFrameBoundary()) {
            var error = ErrorResponse.builder(FATAL, sqlState, message);
            if (!hint.isEmpty()) {
                error.hint(hint);
            }
            actions.sendClient(error.build().encode());
        }
        closeQuietly(why);
    }

    /** Ends the session without a word to the client, whose connection is gone or who has been told. */
    void closeQuietly(String why) {
        Stage current = stage;
        if (current == null) {
            return;
        }
        stage = null;
        current.abandon(why);
        long statements = traffic == null ? 0 : traffic.attempts();
        boolean opened = traffic != null || (current instanceof Entry entry && entry.opened());
        traffic = null;
        for (Timer timer : Timer.values()) {
            actions.setTimer(timer, null);
        }
        actions.closeServer();
        if (opened) {
            actions.append(new AuditRecord.SessionClosed(
                    identity.id(), why, statements, Duration.ofNanos(now - startedNanos), null));
        }
        actions.closeClient();
    }
}
