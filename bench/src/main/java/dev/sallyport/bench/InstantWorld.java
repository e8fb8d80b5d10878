package dev.sallyport.bench;

import dev.sallyport.audit.AuditReceipt;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.Durability;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.ClaimsNamed;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Situation;
import dev.sallyport.session.Actions;
import dev.sallyport.session.Admission;
import dev.sallyport.session.Credentials;
import dev.sallyport.session.Event;
import dev.sallyport.session.HoldRequest;
import dev.sallyport.session.Session;
import dev.sallyport.session.SessionIdentity;
import dev.sallyport.session.SessionSettings;
import dev.sallyport.session.Timer;
import dev.sallyport.sql.Effect;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage.PasswordMessage;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Around one open session: whatever it asks for is answered at once, without any work. */
final class InstantWorld implements Actions {
    private final ArrayDeque<Event> answers = new ArrayDeque<>();
    private final Decided allowed = new Decided(new Decision.Allow(AnswerRules.UNCHANGED, List.of()), List.of());
    private final AuditReceipt receipt;
    private final Session session;
    private long sent;

    InstantWorld() throws IOException {
        try (TemporaryJournal journal = new TemporaryJournal(Durability.WRITTEN)) {
            // Nobody but a journal can make a receipt.
            receipt = journal.append(new AuditRecord.GatewayStarted("bench", ""));
        }
        session = new Session(
                new SessionIdentity("session-1", "127.0.0.1:1"),
                SessionSettings.DEFAULT,
                new BackendKeyData(1, Bytes.of(new byte[4])),
                this);
        happens(new Event.ClientStarted(new StartupMessage(3, 0, Map.of("user", "agent", "database", "shop"))));
        clientSent(Frame.of(new PasswordMessage(Bytes.ofUtf8("token")).encode()));
        if (!session.isOpen()) {
            throw new IllegalStateException("the session did not open");
        }
    }

    void clientSent(Frame frame) {
        happens(new Event.ClientSent(frame));
    }

    void serverSent(Frame frame) {
        happens(new Event.ServerSent(frame));
    }

    /** How many bytes have left, in both directions. */
    long sent() {
        if (session.isClosed()) {
            throw new IllegalStateException("the session has ended");
        }
        return sent;
    }

    private void happens(Event event) {
        session.step(event, 0);
        for (Event next = answers.poll(); next != null; next = answers.poll()) {
            session.step(next, 0);
        }
    }

    @Override
    public void sendClient(Bytes bytes) {
        sent += bytes.length();
    }

    @Override
    public void sendServer(Bytes bytes, AuditReceipt account) {
        sent += bytes.length();
    }

    @Override
    public void admit(Credentials credentials) {
        Principal principal = new Principal("issuer", "agent", List.of(), Map.of(), "t", Instant.MAX, null);
        Duration day = Duration.ofDays(1);
        Grant grant = new Grant(
                "grant", "access", "shop", Set.of(Effect.READ), List.of(), Instant.EPOCH, Instant.EPOCH.plus(day), day);
        answers.add(new Event.AdmissionAnswered(
                new Admission.Admitted(principal, grant, day, new ClaimsNamed.These(Set.of()))));
    }

    @Override
    public void connect(Principal principal, Grant grant, Credentials credentials, AuditReceipt account) {
        answers.add(new Event.ServerReady(Map.of("server_version", "18.0"), 1));
    }

    @Override
    public void decide(long number, Principal principal, Grant grant, Situation situation, Bytes sql) {
        answers.add(new Event.DecisionMade(number, allowed));
    }

    @Override
    public void append(long number, AuditRecord record) {
        answers.add(new Event.Recorded(number, receipt));
    }

    @Override
    public void append(AuditRecord record) {}

    @Override
    public String hold(long number, HoldRequest request) {
        throw new IllegalStateException("nothing is held here");
    }

    @Override
    public void endHold(long number, String why) {}

    @Override
    public void setTimer(Timer timer, @Nullable Duration after) {}

    @Override
    public void cancelServer() {}

    @Override
    public void closeServer() {}

    @Override
    public void closeClient() {}

    @Override
    public void sessionBegan() {}

    @Override
    public void schemaChanged() {}

    @Override
    public void readServer(boolean on) {}

    @Override
    public void readClient(boolean on) {}
}
