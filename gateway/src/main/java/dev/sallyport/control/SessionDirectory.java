package dev.sallyport.control;

import dev.sallyport.identity.Principal;
import java.time.Instant;
import java.util.List;

/** The sessions there are, as the HTTP interface sees them. Thread-safe. */
public interface SessionDirectory {

    /** The sessions that are open now. */
    List<Session> list();

    /**
     * Ends a session.
     *
     * @param why a sentence that its client is told
     * @return false if there is no such session
     */
    boolean end(String id, String why);

    /**
     * One session.
     *
     * @param client address and port
     * @param ends when its grant ends
     */
    record Session(String id, Principal principal, String database, String client, Instant started, Instant ends) {}
}
