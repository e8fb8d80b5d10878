package dev.sallyport.session;

import dev.sallyport.audit.AuditReceipt;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Situation;
import dev.sallyport.wire.Bytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks of the world. Calls come from inside {@link Session#step} and must not step the session again before it
 * returned: an answer that is at hand at once is queued behind it.
 */
public interface Actions {

    /** Sends whole frames, or parts of frames in order, to the client, and records them as what the client saw. */
    void sendClient(Bytes bytes);

    /** Sends frames to the server. There is no other way to it, and none without a receipt; for what only reads it need not be durable. */
    void sendServer(Bytes bytes, AuditReceipt receipt);

    /** Asks whether the holder of a token may have a session; answered by {@link Event.AdmissionAnswered}. */
    void admit(Credentials credentials);

    /** Connects to the database of the grant; answered by ServerReady or ServerUnavailable. */
    void connect(Principal principal, Grant grant, Credentials credentials, AuditReceipt receipt);

    /** Decides a text; answered by {@link Event.DecisionMade} with the same number. */
    void decide(long number, Principal principal, Grant grant, Situation situation, Bytes sql);

    /**
     * Appends to the audit journal; answered by Recorded or NotRecorded with the same number, in the order of the calls, and before that
     * perhaps by Written.
     */
    void append(long number, AuditRecord record);

    /** Appends to the audit journal with nobody waiting. */
    void append(AuditRecord record);

    /** Puts a statement before the approvers and gives the request's number, to be shown to the client; answered by {@link Event.HoldAnswered}. */
    String hold(long number, HoldRequest request);

    /** Withdraws a hold that was not answered. */
    void endHold(long number, String why);

    /** Sets a timer, or sets it anew; null stops it. */
    void setTimer(Timer timer, @Nullable Duration after);

    /** Sends a CancelRequest for what the server is doing for this session. */
    void cancelServer();

    /** Ends the server's backend: closes the connection and makes sure that what it was doing stops. */
    void closeServer();

    /** Sends what is still to be sent to the client, then closes its connection. */
    void closeClient();

    /** Says that the schema may have changed, so that what is known of it must be looked at anew before the next decision. */
    void schemaChanged();

    /** Says that a session has begun: whoever it is for may have changed the schema by another way before. */
    void sessionBegan();

    /** Stops or resumes reading from the server, because enough of its answers are waiting. */
    void readServer(boolean on);

    /** Stops or resumes reading from the client, because enough of its messages are waiting. */
    void readClient(boolean on);
}
