package dev.sallyport.net;

import dev.sallyport.session.Actions;
import dev.sallyport.session.Event;
import dev.sallyport.session.Session;
import dev.sallyport.session.SessionIdentity;
import dev.sallyport.session.SessionSettings;
import dev.sallyport.wire.BackendMessage.BackendKeyData;

/** What is driven: a {@link Session}, or in tests of the driving something simpler. Called by one thread at a time. */
public interface SessionMachine {
    /** Takes in one event, and calls the actions that follow from it. */
    void step(Event event, long nanoTime);

    /** Whether backend messages of a type, at this moment, pass without a look at their content. */
    boolean passesFromServer(int type);

    /** Whether frontend messages of a type, at this moment, pass without a look at their content. */
    boolean passesFromClient(int type);

    /** Whether the client is past its secrets, so that what it sends may be recorded. */
    boolean isOpen();

    /** Whether it is over. */
    boolean isClosed();

    /** Makes one for each client. Thread-safe. */
    @FunctionalInterface
    interface Factory {
        /**
         * A machine that waits for its client's StartupMessage.
         *
         * @param key what the client may cancel its statements with
         */
        SessionMachine create(SessionIdentity identity, BackendKeyData key, Actions actions);

        /** Makes real sessions. */
        static Factory of(SessionSettings settings) {
            return (identity, key, actions) -> new SessionAsMachine(new Session(identity, settings, key, actions));
        }
    }
}
