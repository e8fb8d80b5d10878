package dev.sallyport.session;

import dev.sallyport.audit.AuditIdentity;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.RecordedClaims;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.ClaimsNamed;
import dev.sallyport.session.Admission.Admitted;
import dev.sallyport.wire.BackendMessage.AuthenticationCleartextPassword;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage.PasswordMessage;
import dev.sallyport.wire.FrontendMessages;
import dev.sallyport.wire.FrontendType;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The way in: start-up packet, token, admission, the audit's record of it, the server. Behind the token nothing is read until then.
 *
 * <pre>
 *   AwaitingStartup -> AwaitingToken -> AwaitingAdmission -> AwaitingRecord -> AwaitingServer -> (Traffic)
 * </pre>
 */
final class Entry implements Stage {
    private sealed interface State {
        record AwaitingStartup() implements State {}

        record AwaitingToken(StartupParameters.Accepted asked) implements State {}

        record AwaitingAdmission(Credentials credentials) implements State {}

        record AwaitingRecord(Credentials credentials, Admitted admitted, Attempt opening) implements State {}

        record AwaitingServer(Credentials credentials, Admitted admitted, Attempt opening) implements State {}
    }

    private final Session session;
    private State state = new State.AwaitingStartup();

    Entry(Session session) {
        this.session = session;
    }

    @Override
    public void on(Event event) throws ProtocolViolation {
        switch (state) {
            case State.AwaitingStartup _
            when event instanceof Event.ClientStarted(StartupMessage startup) -> started(startup);
            case State.AwaitingToken(var asked)
            when event instanceof Event.ClientSent(Frame frame) -> token(asked, frame);
            case State.AwaitingAdmission(var credentials)
            when event instanceof Event.AdmissionAnswered(var answer) -> admission(credentials, answer);
            case State.AwaitingRecord(var credentials, var admitted, var opening)
            when event instanceof Event.Recorded recorded -> {
                opening.receipt = recorded.receipt();
                state = new State.AwaitingServer(credentials, admitted, opening);
                session.actions().connect(admitted.principal(), admitted.grant(), credentials, recorded.receipt());
            }
            case State.AwaitingServer(var credentials, var admitted, var opening)
            when event instanceof Event.ServerReady ready ->
                session.enter(admitted, opening, Stated.of(admitted.principal(), credentials), ready);
            case State.AwaitingServer _
            when event instanceof Event.ServerUnavailable(var sqlState, var reason) ->
                session.end(sqlState, reason, "", "no connection to the server");
            case State.AwaitingRecord _ when event instanceof Event.Written -> {
                // The session's own opening waits until it is durable.
            }
            default -> unexpected(event);
        }
    }

    private void started(StartupMessage startup) {
        session.actions().setTimer(Timer.STARTUP, session.settings().startup());
        switch (StartupParameters.of(startup.parameters())) {
            case StartupParameters.Accepted asked -> {
                state = new State.AwaitingToken(asked);
                session.actions().sendClient(new AuthenticationCleartextPassword().encode());
            }
            case StartupParameters.Refused(var sqlState, var message, var hint) -> {
                refuse(startup.parameters().get("user"), startup.parameters().get("database"), sqlState, message);
                session.end(sqlState, message, hint, "start-up refused");
            }
        }
    }

    private void token(StartupParameters.Accepted asked, Frame frame) throws ProtocolViolation {
        if (frame.type() == FrontendType.TERMINATE) {
            session.closeQuietly("the client left before it showed a token");
            return;
        }
        if (!(FrontendMessages.decode(frame) instanceof PasswordMessage(var password))) {
            throw new ProtocolViolation("expected a password message");
        }
        Credentials credentials = new Credentials(
                password.utf8(),
                asked.user(),
                asked.database(),
                asked.applicationName(),
                asked.reason(),
                asked.task(),
                asked.manifest(),
                asked.forServer());
        state = new State.AwaitingAdmission(credentials);
        // What a client sends before it knows whether it is let in waits, as it does at a server.
        session.actions().readClient(false);
        session.actions().admit(credentials);
    }

    private void admission(Credentials credentials, Admission answer) {
        switch (answer) {
            case Admission.Refused refused -> {
                refuse(credentials.user(), credentials.database(), refused.sqlState(), refused.reason());
                session.end(refused.sqlState(), refused.reason(), refused.hint(), "admission refused");
            }
            case Admitted admitted -> {
                Attempt opening = session.newAppend();
                state = new State.AwaitingRecord(credentials, admitted, opening);
                session.actions().setTimer(Timer.GRANT, admitted.remaining());
                session.actions().append(opening.append, opened(credentials, admitted));
            }
        }
    }

    private AuditRecord opened(Credentials credentials, Admitted admitted) {
        Principal principal = admitted.principal();
        AuditIdentity identity = new AuditIdentity(
                principal.issuer(),
                principal.subject(),
                principal.groups(),
                principal.tokenId(),
                credentials.user(),
                principal.actor());
        Instant ends = admitted.grant().ends();
        Stated stated = Stated.of(principal, credentials);
        return new AuditRecord.SessionOpened(
                session.id(),
                identity,
                admitted.grant().database(),
                admitted.grant().access(),
                admitted.grant().id(),
                ends,
                session.client(),
                credentials.applicationName(),
                stated.reason(),
                stated.task(),
                admitted.grant().manifest(),
                credentials.manifest(),
                RecordedClaims.of(
                        principal.claims(),
                        switch (admitted.claims()) {
                            case ClaimsNamed.These(var names) -> names;
                            case ClaimsNamed.Any _ -> null;
                        }));
    }

    private void refuse(@Nullable String user, @Nullable String database, String sqlState, String reason) {
        session.actions()
                .append(new AuditRecord.SessionRefused(
                        session.id(), session.client(), user, database, sqlState, reason));
    }

    /** The client speaks out of turn, or the world answers what nobody asked. */
    private void unexpected(Event event) throws ProtocolViolation {
        if (event instanceof Event.ClientSent || event instanceof Event.ClientStarted) {
            throw new ProtocolViolation("a message out of turn during start-up");
        }
        throw new IllegalStateException(
                event.getClass().getSimpleName() + " in " + state.getClass().getSimpleName());
    }

    /** Whether its opening is in the audit or on its way there, so that its closing belongs there too. */
    boolean opened() {
        return state instanceof State.AwaitingRecord || state instanceof State.AwaitingServer;
    }

    @Override
    public void abandon(String why) {
        // Nothing of the client's is under way yet.
    }
}
